import CoreVocabulary
import SyncCore

extension Reply {
    /// The canonical bytes of the reply.
    public var encoded: [UInt8] {
        CanonicalJSON.encode(json)
    }

    /// Decodes the bytes of a reply.
    ///
    /// - Throws: ``WireError`` with the first thing that is wrong.
    public init(encoded: [UInt8]) throws(WireError) {
        let value: JSONValue
        do {
            value = try StrictJSON.parse(encoded, byteLimit: StrictJSON.replyByteLimit)
        } catch {
            throw .syntax(error)
        }
        self = try Reply(json: value)
    }

    private var json: JSONValue {
        switch self {
        case .signedIn(let reply): .object([JSONMember("type", "signed-in")] + reply.members)
        case .renewed(let reply): .object([JSONMember("type", "renewed")] + reply.members)
        case .signedOut: .object([JSONMember("type", "signed-out")])
        case .sessions(let sessions):
            .object([
                JSONMember("type", "sessions"),
                JSONMember("sessions", .array(sessions.map(\.json))),
            ])
        case .syncBegun(let reply): .object([JSONMember("type", "sync-begun")] + reply.members)
        case .snapshot(let reply): .object([JSONMember("type", "snapshot")] + reply.members)
        case .feed(let reply): .object([JSONMember("type", "feed")] + reply.members)
        case .reconcile(let reply): .object([JSONMember("type", "reconcile")] + reply.members)
        case .entries(let entries):
            .object([
                JSONMember("type", "entries"),
                JSONMember("entries", FeedChange.json(of: entries.map(FeedChange.entry))),
            ])
        case .records(let answer): .object([JSONMember("type", "records")] + answer.members)
        case .evidence(let verdicts):
            .object([
                JSONMember("type", "evidence"),
                JSONMember("verdicts", .array(verdicts.map { .string($0.rawValue) })),
            ])
        case .intent(let reply): .object([JSONMember("type", "intent")] + reply.members)
        case .done: .object([JSONMember("type", "done")])
        case .problem(let problem): .object([JSONMember("type", "problem")] + problem.members)
        }
    }

    private init(json: JSONValue) throws(WireError) {
        var reader = try JSONObjectReader(json, field: "reply")
        switch try reader.string("type") {
        case "signed-in": self = .signedIn(try SignInReply(reader: &reader))
        case "renewed": self = .renewed(try RenewReply(reader: &reader))
        case "signed-out": self = .signedOut
        case "sessions":
            var sessions: [SessionSummary] = []
            for element in try reader.array("sessions") {
                sessions.append(try SessionSummary(json: element))
            }
            self = .sessions(sessions)
        case "sync-begun": self = .syncBegun(try BeginSyncReply(reader: &reader))
        case "snapshot": self = .snapshot(try SnapshotReply(reader: &reader))
        case "reconcile": self = .reconcile(try ReconcileAnswer(reader: &reader))
        case "entries":
            var entries: [EntryRecord] = []
            for change in try FeedChange.list(try reader.array("entries")) {
                guard case .entry(let entry) = change else { throw .invalidField("entries") }
                entries.append(entry)
            }
            self = .entries(entries)
        case "records": self = .records(try RecordsAnswer(reader: &reader))
        case "evidence":
            self = .evidence(try EvidenceVerdict.list(try reader.array("verdicts")))
        case "done": self = .done
        case "feed": self = .feed(try FeedReply(reader: &reader))
        case "intent": self = .intent(try IntentReply(reader: &reader))
        case "problem": self = .problem(try Problem(reader: &reader))
        default: throw .unknownMessage
        }
        try reader.finish()
    }
}

extension SignInReply {
    fileprivate var members: [JSONMember] {
        var members =
            tokens.members + [
                JSONMember("session", sessionID),
                JSONMember("user", userID),
                JSONMember("name", displayName),
                JSONMember("role", role),
                JSONMember("storage-key", base64: storageKey),
                JSONMember("authorisation-key", base64: authorisationKey),
                JSONMember("lease-ends-at", leaseEndsAt),
                JSONMember("server-time", serverTime),
                JSONMember("ends-at", endsAt),
            ]
        if let zone { members.append(JSONMember("utc-offset-minutes", zone)) }
        return members
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            tokens: try SessionTokens(reader: &reader),
            sessionID: try reader.identifier("session"),
            userID: try reader.identifier("user"),
            displayName: try reader.string("name"),
            role: try reader.string("role"),
            storageKey: try reader.bytes("storage-key"),
            authorisationKey: try reader.bytes("authorisation-key"),
            leaseEndsAt: try reader.instant("lease-ends-at"),
            serverTime: try reader.instant("server-time"),
            endsAt: try reader.instant("ends-at"),
            zone: reader.has("utc-offset-minutes") ? try reader.zone("utc-offset-minutes") : nil
        )
    }
}

extension FeedReply {
    fileprivate var members: [JSONMember] {
        batch.members + [JSONMember("server-time", serverTime)]
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            batch: try FeedBatch(reader: &reader),
            serverTime: try reader.instant("server-time")
        )
    }
}

extension IntentReply {
    fileprivate var members: [JSONMember] {
        switch self {
        case .created(let decision):
            [
                JSONMember("answer", "created"),
                JSONMember("decision", base64: decision.canonicalBytes),
            ]
        case .exists(let decision):
            [
                JSONMember("answer", "exists"),
                JSONMember("decision", base64: decision.canonicalBytes),
            ]
        case .existsWithDifferent(let field):
            [JSONMember("answer", "exists-with-different"), JSONMember("field", field)]
        case .unknown:
            [JSONMember("answer", "unknown")]
        case .notAuthorised(let reason):
            [JSONMember("answer", "not-authorised"), JSONMember("reason", reason.rawValue)]
        }
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        switch try reader.string("answer") {
        case "created": self = .created(try reader.decision())
        case "exists": self = .exists(try reader.decision())
        case "exists-with-different":
            self = .existsWithDifferent(field: try reader.string("field"))
        case "unknown": self = .unknown
        case "not-authorised":
            guard let reason = AuthorisationRefusal(rawValue: try reader.string("reason")) else {
                throw .invalidField("reason")
            }
            self = .notAuthorised(reason)
        default: throw .invalidField("answer")
        }
    }
}

extension Problem {
    fileprivate var members: [JSONMember] {
        [JSONMember("code", code.rawValue)]
            + (retryAfterSeconds.map { [JSONMember("retry-after", $0)] } ?? [])
            + (wipeNonce.map { [JSONMember("wipe-nonce", base64: $0)] } ?? [])
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        guard let code = Code(rawValue: try reader.string("code")) else {
            throw .invalidField("code")
        }
        let seconds = reader.has("retry-after") ? try reader.integer("retry-after") : nil
        let nonce = reader.has("wipe-nonce") ? try reader.bytes("wipe-nonce") : nil
        self.init(code: code, retryAfterSeconds: seconds, wipeNonce: nonce)
    }
}

extension JSONObjectReader {
    fileprivate mutating func decision() throws(WireError) -> IntentDecision {
        // A decision that cannot be read is refused with the name of its field.
        guard let decision = try? IntentDecision(canonicalBytes: try bytes("decision")) else {
            throw .invalidField("decision")
        }
        return decision
    }
}
