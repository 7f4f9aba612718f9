import Testing
import WireProtocol

@testable import LedgerHTTP

// Goal: the router is the table of routes, and headers are read strictly.
// Method: every route is looked up; texts that are nearly right are refused.

@Suite struct RoutingTests {
    @Test(
        "every route is found under its method and path, with its fields",
        arguments: Route.allCases
    )
    func routes(route: Route) {
        let table = RouteTable()
        let parts = route.path.split(separator: "/", omittingEmptySubsequences: false)
        let path = parts.map { $0.hasPrefix("{") ? "value" : $0 }.joined(separator: "/")
        let fields = parts.filter { $0.hasPrefix("{") }
            .map { HTTPCall.QueryItem(name: String($0.dropFirst().dropLast()), value: "value") }
        #expect(
            table.match(method: route.method.rawValue, path: path[...]) == .found(route, fields)
        )
    }

    @Test("a method in lower case is no method of the API")
    func lowerCase() {
        let match = RouteTable().match(method: "get", path: "/v1/sessions")
        #expect(match == .wrongMethod(allowed: [.get]))
    }

    @Test("a query is decoded once and strictly")
    func query() {
        #expect(RequestTarget("/a").query == [])
        #expect(RequestTarget("/a?b=c%2Bd+e").query == [.init(name: "b", value: "c+d+e")])
        #expect(RequestTarget("/a?b=%2541").query == [.init(name: "b", value: "%41")])
        for broken in ["/a?", "/a?b", "/a?b=%", "/a?b=%1", "/a?b=%C3", "/a?b=1&&c=2"] {
            #expect(RequestTarget(broken).query == nil, "\(broken)")
        }
    }

    // Symptom: a slash, an ampersand or an equals sign with a mark after it was none. Cause: to Swift they
    // are other characters, and to whatever else reads the target they are not.
    @Test("a mark after a separator of a target makes it no other")
    func marks() {
        #expect(RequestTarget("/a?\u{301}b=1").path == "/a")
        #expect(RequestTarget("/a?b=1&\u{301}c=2").query?.count == 2)
        #expect(RequestTarget("/a?b=\u{301}1").query == [.init(name: "b", value: "\u{301}1")])
        #expect(RequestTarget("/a?b=1&\u{301}").query == nil)
        for route in Route.allCases {
            let parts = route.path.split(separator: "/", omittingEmptySubsequences: false)
            let path = parts.map { $0.hasPrefix("{") ? "\u{301}x" : $0 }.joined(separator: "/")
            let match = RouteTable().match(method: route.method.rawValue, path: path[...])
            guard case .found(let found, let fields) = match else {
                Issue.record("\(path) is not found")
                continue
            }
            #expect(found == route)
            #expect(fields.allSatisfy { $0.value == "\u{301}x" })
        }
    }

    @Test("a trace is gone on with under a name of this request's own")
    func trace() {
        let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let trace = TraceContext(header, random: { 0xAB })
        #expect(trace.text == "00-4bf92f3577b34da6a3ce929d0e0e4736-00000000000000ab-01")
    }

    @Test(
        "what is no trace begins a new one",
        arguments: [
            nil, "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
            "00-4bf92f3577b34da6a3ce929d0e0e473\u{1B}-00f067aa0ba902b7-01",
        ]
    )
    func newTrace(header: String?) {
        let trace = TraceContext(header, random: { 1 })
        #expect(trace.traceID == "00000000000000010000000000000001")
        #expect(trace.flags == "00")
    }
}
