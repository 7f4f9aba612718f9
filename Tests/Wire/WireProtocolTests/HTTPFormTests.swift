import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

// Goal: a request means the same over HTTP as in its envelope, and nothing can be told twice.
// Method: every sample is sent through its HTTP form, and forms are damaged.

@Suite struct HTTPFormTests {
    @Test("every request is read back from its route, path, query and body")
    func requests() throws {
        for envelope in Sample.requests {
            let call = envelope.request.call
            let read = try Request(
                route: call.route,
                pathFields: pathFields(of: call),
                query: call.query,
                body: call.body ?? []
            )
            #expect(read == envelope.request, "\(call.target)")
        }
    }

    @Test("every route is the route of some request, apart from the stream")
    func routes() {
        let asked = Set(Sample.requests.map(\.request.route))
        for route in Route.allCases where route != .stream {
            #expect(asked.contains(route), "\(route)")
        }
    }

    @Test("no two routes have the same method and path")
    func noRouteTwice() {
        let places = Route.allCases.map { "\($0.method.rawValue) \($0.path)" }
        #expect(Set(places).count == places.count)
    }

    @Test("a problem is read back from its form over HTTP, with its trace left aside")
    func problems() throws {
        for case .problem(let problem) in try Sample.replies() {
            let answer = Reply.problem(problem).answer(trace: "4bf92f3577b34da6a3ce929d0e0e4736")
            #expect(answer.status == problem.code.status)
            #expect(answer.contentType == HTTPAnswer.problemType)
            #expect(try Problem(httpBody: answer.body) == problem)
        }
    }

    @Test("any other reply is its own bytes over HTTP")
    func replies() throws {
        for reply in try Sample.replies() {
            if case .problem = reply { continue }
            let answer = reply.answer(trace: "4bf92f3577b34da6a3ce929d0e0e4736")
            #expect(try Reply(encoded: answer.body) == reply)
        }
    }

    @Test("a field that stands both in the path and in the body is refused")
    func pathFieldTwice() throws {
        #expect(throws: WireError.unknownField("key")) {
            try Request(
                route: .cancelIntent,
                pathFields: [.init(name: "key", value: IntentKey(rawValue: 1).description)],
                query: [],
                body: Array("{\"key\":\"\(IntentKey(rawValue: 2))\"}".utf8)
            )
        }
    }

    @Test("a query with a name that the route does not have, or has twice, is refused")
    func strangeQuery() throws {
        let limit = HTTPCall.QueryItem(name: "limit", value: "5")
        let wait = HTTPCall.QueryItem(name: "wait-ms", value: "0")
        #expect(throws: WireError.unknownField("role")) {
            try feed([limit, wait, .init(name: "role", value: "supervisor")])
        }
        #expect(throws: WireError.invalidField("limit")) { try feed([limit, wait, limit]) }
        #expect(throws: WireError.invalidField("limit")) {
            try feed([wait, .init(name: "limit", value: "05")])
        }
        #expect(throws: WireError.missingField("wait-ms")) { try feed([limit]) }
    }

    @Test("the body cannot change what kind of request the route makes of it")
    func typeInBody() throws {
        #expect(throws: WireError.unknownField("type")) {
            try Request(
                route: .renew,
                pathFields: [],
                query: [],
                body: Array(#"{"type":"sign-out"}"#.utf8)
            )
        }
    }

    private func feed(_ query: [HTTPCall.QueryItem]) throws -> Request {
        try Request(route: .feed, pathFields: [], query: query, body: [])
    }

    private func pathFields(of call: HTTPCall) -> [HTTPCall.QueryItem] {
        zip(call.route.path.split(separator: "/"), call.path.split(separator: "/"))
            .filter { $0.0.hasPrefix("{") }
            .map {
                HTTPCall.QueryItem(name: String($0.0.dropFirst().dropLast()), value: String($0.1))
            }
    }
}
