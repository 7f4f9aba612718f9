import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

// Goal: each message has one form on the wire, and nothing else is read as one.
// Method: every message is sent and read back, cut at every byte, and damaged.

@Suite struct MessageTests {
    @Test("every request is read back as it was, and printed again as the same bytes")
    func requests() throws {
        for envelope in Sample.requests {
            let bytes = envelope.encoded
            let read = try RequestEnvelope(encoded: bytes)
            #expect(read == envelope)
            #expect(read.encoded == bytes)
        }
    }

    @Test("every reply is read back as it was, and printed again as the same bytes")
    func replies() throws {
        for reply in try Sample.replies() {
            let bytes = reply.encoded
            let read = try Reply(encoded: bytes)
            #expect(read == reply)
            #expect(read.encoded == bytes)
        }
    }

    @Test("a message that is cut short anywhere is refused")
    func truncation() throws {
        for bytes in try Sample.requests.map(\.encoded) + Sample.replies().map(\.encoded) {
            for count in 0..<bytes.count {
                #expect(throws: WireError.self) {
                    try RequestEnvelope(encoded: Array(bytes.prefix(count)))
                }
                #expect(throws: WireError.self) {
                    try Reply(encoded: Array(bytes.prefix(count)))
                }
            }
        }
    }

    @Test("a field that the message does not have is refused by name")
    func unknownField() {
        #expect(throws: WireError.unknownField("extra")) {
            try Reply(encoded: Array(#"{"extra":1,"type":"signed-out"}"#.utf8))
        }
        #expect(throws: WireError.unknownField("extra")) {
            try RequestEnvelope(
                encoded: Array(#"{"request":{"extra":null,"type":"sign-out"}}"#.utf8)
            )
        }
    }

    @Test("a field that is missing is refused by name")
    func missingField() {
        #expect(throws: WireError.missingField("key")) {
            try RequestEnvelope(encoded: Array(#"{"request":{"type":"intent-status"}}"#.utf8))
        }
        #expect(throws: WireError.missingField("type")) {
            try Reply(encoded: Array("{}".utf8))
        }
    }

    @Test("a kind of message that is not known is refused")
    func unknownMessage() {
        #expect(throws: WireError.unknownMessage) {
            try Reply(encoded: Array(#"{"type":"welcome"}"#.utf8))
        }
    }

    // Symptom: a bank that named a time near the end of its type ended the console.
    // Cause: plain sums and differences of times.
    // Proves: no time is read that another could not be added to.
    @Test(
        "a time that cannot be reckoned with is refused",
        arguments: [-1, Int64.min, Int64.max / 2 + 1, Int64.max]
    )
    func timeOutOfRange(nanoseconds: Int64) throws {
        func reply(_ time: Int64) throws -> Reply {
            let head = "v1.00000000c0ffee00.42.7.0000000000000000000000000000005a"
            let text = """
                {"device-sequence":3,"head":"\(head)","lease-ends-at":\(time),"mode":"delta",\
                "server-time":0,"type":"sync-begun"}
                """
            return try Reply(encoded: Array(text.utf8))
        }
        #expect(throws: WireError.invalidField("lease-ends-at")) { try reply(nanoseconds) }
        #expect(throws: Never.self) { try reply(Int64.max / 2) }
    }

    // Symptom: under a clock of 2116 to 2261 every command began, and each reply of the bank was refused
    // as unreadable, after the code of the sign-in was spent.
    // Cause: a clock might show later times than a message may name.
    @Test("a reply under the latest clock is read, with what ends thirty days after")
    func latestClock() throws {
        let now = Instant.latestOfClock
        let end = now.adding(seconds: 30 * ZoneOffset.secondsPerDay)
        let text = """
            {"device-sequence":3,"head":"v1.00000000c0ffee00.42.7.0000000000000000000000000000005a",\
            "lease-ends-at":\(end.nanosecondsSinceEpoch),"mode":"delta",\
            "server-time":\(now.nanosecondsSinceEpoch),"type":"sync-begun"}
            """
        #expect(throws: Never.self) { try Reply(encoded: Array(text.utf8)) }
    }

    /// A reply of this type with such a member, or without one.
    private func reply(_ type: String, offset: String?) throws -> Reply {
        let member = offset.map { ",\"utc-offset-minutes\":\($0)" } ?? ""
        let sample = try Sample.replies().first { reply in
            switch reply {
            case .signedIn: type == "signed-in"
            case .syncBegun: type == "sync-begun"
            default: false
            }
        }
        var text = String(decoding: try #require(sample).encoded, as: UTF8.self)
        if let found = text.firstRange(of: ",\"utc-offset-minutes\":-840") {
            text.removeSubrange(found)
        }
        return try Reply(encoded: Array((text.dropLast() + member + "}").utf8))
    }

    private func zone(in reply: Reply) -> ZoneOffset? {
        switch reply {
        case .signedIn(let reply): reply.zone
        case .syncBegun(let reply): reply.zone
        default: nil
        }
    }

    @Test(
        "where the bank counts its days is read up to 14 hours from UTC, and may be left out",
        arguments: ["signed-in", "sync-begun"]
    )
    func offset(type: String) throws {
        for minutes in [-840, -839, -300, 0, 74, 330, 840] {
            let told = zone(in: try reply(type, offset: "\(minutes)"))
            #expect(told?.secondsEastOfUTC == Int32(minutes * 60))
        }
        let silent = zone(in: try reply(type, offset: nil))
        #expect(silent == nil)
    }

    @Test(
        "an offset that no bank can have is refused by name",
        arguments: ["signed-in", "sync-begun"]
    )
    func offsetOutOfRange(type: String) {
        let wrong = ["-841", "841", "\(Int64.min)", "\(Int64.max)", "null", "\"330\"", "true"]
        for offset in wrong {
            #expect(throws: WireError.invalidField("utc-offset-minutes"), "\(offset)") {
                try reply(type, offset: offset)
            }
        }
    }

    @Test(
        "limits of a feed request are refused one beyond them",
        arguments: [
            ("limit", #""limit":0,"wait-ms":0"#), ("limit", #""limit":2001,"wait-ms":0"#),
            ("limit", #""limit":-1,"wait-ms":0"#), ("wait-ms", #""limit":1,"wait-ms":25001"#),
            ("wait-ms", #""limit":1,"wait-ms":-1"#),
        ]
    )
    func feedLimits(field: String, members: String) {
        #expect(throws: WireError.invalidField(field)) {
            try RequestEnvelope(encoded: Array("{\"request\":{\(members),\"type\":\"feed\"}}".utf8))
        }
    }

    @Test("evidence of no entry, of too many, of another account or of one too long is refused")
    func evidenceLimits() throws {
        func read(_ request: SubmitEvidenceRequest) throws -> RequestEnvelope {
            let envelope = RequestEnvelope(token: [1], request: .submitEvidence(request))
            return try RequestEnvelope(encoded: envelope.encoded)
        }
        let most = SubmitEvidenceRequest.itemLimit
        for count in [0, most + 1] {
            #expect(throws: WireError.invalidField("items")) {
                try read(Sample.evidence(itemCount: count))
            }
        }
        let other = SubmitEvidenceRequest(
            accountID: AccountID(rawValue: 4),
            items: Sample.evidence(itemCount: 1).items
        )
        #expect(throws: WireError.invalidField("items")) { try read(other) }
        let room =
            EntryRecord.evidenceByteLimit
            - (Sample.evidence(itemCount: 1, reference: "").items.first?.entry.canonicalBytes.count
                ?? 0)
        let longest = String(repeating: "x", count: room)
        // As many of the longest as may be sent at once stay below the limit of a request.
        #expect(throws: Never.self) {
            try read(Sample.evidence(itemCount: most, reference: longest))
        }
        #expect(throws: WireError.invalidField("entry")) {
            try read(Sample.evidence(itemCount: 1, reference: longest + "x"))
        }
    }

    @Test("as many accounts as may be asked for at once fit a request, and one more is refused")
    func recordsLimits() throws {
        func read(_ count: Int) throws -> RequestEnvelope {
            let request = Request.records(Sample.records(accountCount: count))
            return try RequestEnvelope(
                encoded: RequestEnvelope(token: Array(repeating: 1, count: 2_048), request: request)
                    .encoded
            )
        }
        #expect(throws: Never.self) { try read(RecordsRequest.accountLimit) }
        #expect(throws: WireError.invalidField("accounts")) {
            try read(RecordsRequest.accountLimit + 1)
        }
    }

    @Test("a request beyond 64 KiB is refused before it is read")
    func longRequest() {
        let bytes = [UInt8](repeating: 0x20, count: StrictJSON.requestByteLimit + 1)
        let error = #expect(throws: WireError.self) { try RequestEnvelope(encoded: bytes) }
        guard case .syntax(let syntax) = error else {
            Issue.record("a request that is too long was read")
            return
        }
        #expect(syntax.reason == .tooLong)
    }

    @Test("damaged messages are refused or read, and never crash")
    func damage() throws {
        var random = SplitMix64(seed: 5)
        for bytes in try Sample.requests.map(\.encoded) + Sample.replies().map(\.encoded) {
            for _ in 0..<500 {
                var damaged = bytes
                for _ in 0...(random.next() % 3) {
                    let place = Int(random.next() % UInt64(bytes.count))
                    damaged[place] = UInt8(truncatingIfNeeded: random.next())
                }
                // What is read has a form of its own, which is read again as the same.
                if let read = try? RequestEnvelope(encoded: damaged) {
                    #expect(try RequestEnvelope(encoded: read.encoded) == read)
                }
                if let read = try? Reply(encoded: damaged) {
                    #expect(try Reply(encoded: read.encoded) == read)
                }
            }
        }
    }

    @Test("random bytes never crash")
    func randomBytes() {
        var random = SplitMix64(seed: 6)
        let alphabet = Array(#"{}[]",:\u0123456789-eEtrufalsn "#.utf8) + [0x00, 0xFF, 0xC3, 0xA9]
        for _ in 0..<20_000 {
            let bytes = (0..<(random.next() % 40)).map { _ in
                alphabet[Int(random.next() % UInt64(alphabet.count))]
            }
            #expect(throws: WireError.self) { try Reply(encoded: bytes) }
        }
    }
}
