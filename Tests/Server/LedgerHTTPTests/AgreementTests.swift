import BankTestKit
import Glibc
import Testing
import WireProtocol

@testable import LedgerHTTP

// Goal: what the published contract allows is what the decoder accepts, and no validator of ours is
// needed to see it.
// Method: bodies are drawn from the description of each message and changed in one place or two; the
// verdicts of the validator and the decoder are compared, and a sample goes to python3-jsonschema.

@Suite struct AgreementTests {
    private static let bodyCount = 100_000
    private static let sampleCount = 4_000
    private static let seed: UInt64 = 2_026

    @Test("schema and decoder agree on 100,000 random bodies")
    func bodies() throws {
        let messages = WireMessage.all(OpenAPIDocument.json)
        var bodies = RandomBodies(seed: Self.seed)
        var allowedCount = 0
        for number in 0..<Self.bodyCount {
            let message = messages[number % messages.count]
            let value = Self.body(of: message, changes: number / messages.count % 3, &bodies)
            let isAllowed = message.allows(value) && WireRule.holds(for: message.name, value)
            if isAllowed { allowedCount += 1 }
            guard message.accepts(value) != isAllowed else { continue }
            let text = String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
            Issue.record("seed \(Self.seed), \(message.name): allowed \(isAllowed): \(text)")
        }
        // Both verdicts occur often enough to say something.
        #expect(allowedCount > Self.bodyCount / 3)
        #expect(allowedCount < Self.bodyCount * 2 / 3)
    }

    @Test("every message has a description, and every reply is one that can be drawn")
    func messages() {
        let names = WireMessage.all(OpenAPIDocument.json).map(\.name)
        let replies = Set(Route.allCases.flatMap { $0.replies.map(\.schema) })
        let routes = Set(Route.allCases.map(\.rawValue)).subtracting([Route.stream.rawValue])
        #expect(Set(names) == routes.union(replies).union(["Problem", "StreamEvent"]))
    }

    @Test("python3-jsonschema finds no fault in the document, and judges bodies as we do")
    func outsideJudge() throws {
        let messages = WireMessage.all(OpenAPIDocument.json).filter { $0.pointer != nil }
        let validator = SchemaValidator(document: OpenAPIDocument.json)
        var bodies = RandomBodies(seed: Self.seed)
        var lines: [UInt8] = []
        var judgedCount = 0
        for number in 0..<Self.sampleCount {
            let message = messages[number % messages.count]
            let value = Self.body(of: message, changes: number / messages.count % 3, &bodies)
            let body = CanonicalJSON.encode(message.body(value))
            let pointer = try #require(message.pointer)
            let schema = try #require(OpenAPIDocument.json[at: pointer])
            // Python keeps the last of two members of one name, so it is not asked about them.
            guard let value = try? StrictJSON.parse(body) else { continue }
            judgedCount += 1
            lines += CanonicalJSON.encode(
                .array([
                    .string(pointer), value,
                    .boolean(validator.fault(of: value, against: schema) == nil),
                ])
            )
            lines.append(UInt8(ascii: "\n"))
        }
        let verdict = try Self.verdict(on: lines)
        #expect(judgedCount > Self.sampleCount / 2)
        #expect(verdict == "judged \(judgedCount), 0 faults\n")
    }

    private static func body(
        of message: WireMessage,
        changes count: Int,
        _ bodies: inout RandomBodies
    ) -> JSONValue {
        var value = bodies.value(of: message.schema)
        for _ in 0..<count { value = bodies.changed(value) }
        return value
    }

    /// Returns what the validator of others prints about the published document and the bodies.
    private static func verdict(on lines: [UInt8]) throws -> String {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bodies.jsonl"
        try lines.withUnsafeBytes { bytes in
            let file = try #require(fopen(path, "we"))
            defer { fclose(file) }
            try #require(fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count)
        }
        let script = "Tests/Server/LedgerHTTPTests/Contract/judge.py"
        let paths = try [script, "docs/openapi.json"].map {
            try #require(ContractTests.repositoryFile($0))
        }
        // Debian's python3, for which the package is installed; another one may come first in PATH.
        let command = "/usr/bin/python3 '\(paths[0])' '\(paths[1])' '\(path)' 2>&1"
        let pipe = try #require(popen(command, "re"))
        defer { pclose(pipe) }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            guard count > 0 else { return String(decoding: output, as: UTF8.self) }
            output += buffer[..<count]
        }
    }
}

extension JSONValue {
    /// The value at a JSON pointer (RFC 6901); nil when there is none.
    fileprivate subscript(at pointer: String) -> JSONValue? {
        var value: JSONValue? = self
        for part in pointer.split(separator: "/") {
            value = value?[String(part).replacing("~1", with: "/")]
        }
        return value
    }
}
