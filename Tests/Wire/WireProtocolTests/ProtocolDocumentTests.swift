import FoundationEssentials
import SyncCore
import Testing
import WireProtocol

// Goal: docs/PROTOCOL.md shows the protocol as it is.
// Method: the example under each marker is printed anew from a message and compared; what stands
// there is read back as that message. UPDATE_SNAPSHOTS=1 writes the examples.

@Suite struct ProtocolDocumentTests {
    private static let path =
        "/"
        + #filePath.split(separator: "/").dropLast(4)
        .joined(separator: "/") + "/docs/PROTOCOL.md"

    @Test("every route has an example, and it is what the program sends")
    func examples() throws {
        for route in Route.allCases {
            try compare(route.rawValue, with: try Self.text(of: route))
        }
    }

    @Test("every problem and every reason to refuse is in the document")
    func codes() throws {
        let text = try document()
        for code in Problem.Code.allCases {
            #expect(text.contains("| `\(code.rawValue)` | \(code.status) |"), "\(code)")
        }
        for code in RefusalCode.allCases {
            #expect(text.contains("| \(code.rawValue) | `\(code)` |"), "\(code)")
        }
    }

    @Test("what an example says is read back as the message that it shows")
    func readBack() throws {
        for route in Route.allCases {
            guard let exchange = try ProtocolExample.exchange(route) else { continue }
            let call = exchange.request.call
            #expect(try document().contains("\(route.method.rawValue) \(call.target)\n"))
            #expect(try Reply(encoded: exchange.reply.answer(trace: nil).body) == exchange.reply)
        }
    }

    private func compare(_ name: String, with text: String) throws {
        let opening = "<!-- example: \(name) -->\n```http\n"
        var document = try document()
        let found = document.firstRange(of: opening)
        let start = try #require(found?.upperBound, "\(name) is not there")
        let rest = document[start...]
        let end = try #require(rest.firstRange(of: "```\n")?.lowerBound)
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            document.replaceSubrange(start..<end, with: text)
            try Data(document.utf8).write(to: URL(filePath: Self.path), options: .atomic)
        } else {
            #expect(String(document[start..<end]) == text, "UPDATE_SNAPSHOTS=1 takes it over")
        }
    }

    private func document() throws -> String {
        try String(contentsOf: URL(filePath: Self.path), encoding: .utf8)
    }

    private static func text(of route: Route) throws -> String {
        guard let exchange = try ProtocolExample.exchange(route) else {
            let events = try ProtocolExample.events().flatMap { ServerSentEvent($0).encoded }
            return """
                GET \(route.path)
                Accept: \(ServerSentEvent.contentType)
                \(ServerSentEvent.lastEventHeader): \(ProtocolExample.at.text)

                200
                Content-Type: \(ServerSentEvent.contentType)

                \(String(decoding: events, as: UTF8.self))
                """
        }
        let call = exchange.request.call
        let answer = exchange.reply.answer(trace: nil)
        var lines = ["\(route.method.rawValue) \(call.target)"]
        if let body = call.body {
            lines += ["Content-Type: application/json", "", String(decoding: body, as: UTF8.self)]
        }
        lines += [
            "", "\(answer.status)", "Content-Type: \(answer.contentType)", "",
            String(decoding: answer.body, as: UTF8.self), "",
        ]
        return lines.joined(separator: "\n")
    }
}
