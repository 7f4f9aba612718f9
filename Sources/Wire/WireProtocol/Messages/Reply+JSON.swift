import CoreVocabulary
import SyncCore

extension Reply {
    /// The bytes that are sent.
    public var encoded: [UInt8] {
        CanonicalJSON.encode(json)
    }

    /// Reads what was sent.
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
        case .signedOut: .object([JSONMember("type", "signed-out")])
        case .feed(let reply): .object([JSONMember("type", "feed")] + reply.members)
        case .intent(let reply): .object([JSONMember("type", "intent")] + reply.members)
        case .problem(let problem): .object([JSONMember("type", "problem")] + problem.members)
        }
    }

    private init(json: JSONValue) throws(WireError) {
        var reader = try JSONObjectReader(json, field: "reply")
        switch try reader.string("type") {
        case "signed-in": self = .signedIn(try SignInReply(reader: &reader))
        case "signed-out": self = .signedOut
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
        [
            JSONMember("token", base64: token),
            JSONMember("session", sessionID),
            JSONMember("user", userID),
            JSONMember("name", displayName),
            JSONMember("role", role),
            JSONMember("storage-key", base64: storageKey),
            JSONMember("authorisation-key", base64: authorisationKey),
            JSONMember("server-time", serverTime),
            JSONMember("ends-at", endsAt),
        ]
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            token: try reader.bytes("token"),
            sessionID: try reader.identifier("session"),
            userID: try reader.identifier("user"),
            displayName: try reader.string("name"),
            role: try reader.string("role"),
            storageKey: try reader.bytes("storage-key"),
            authorisationKey: try reader.bytes("authorisation-key"),
            serverTime: try reader.instant("server-time"),
            endsAt: try reader.instant("ends-at")
        )
    }
}

extension FeedReply {
    fileprivate var members: [JSONMember] {
        [
            JSONMember(
                "changes",
                .array(batch.changes.map { .string(Base64.encode($0.canonicalBytes)) })
            ),
            JSONMember("cursor", batch.cursor.json),
            JSONMember("head", batch.head.json),
            JSONMember("server-time", serverTime),
        ]
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        var changes: [FeedChange] = []
        for element in try reader.array("changes") {
            guard case .string(let text) = element, let bytes = Base64.decode(text),
                let change = try? FeedChange(canonicalBytes: bytes)  // Refused just below.
            else { throw .invalidField("changes") }
            changes.append(change)
        }
        self.init(
            batch: FeedBatch(
                changes: changes,
                cursor: try Cursor(json: try reader.value("cursor")),
                head: try Cursor(json: try reader.value("head"))
            ),
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
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        guard let code = Code(rawValue: try reader.string("code")) else {
            throw .invalidField("code")
        }
        let seconds = reader.has("retry-after") ? try reader.integer("retry-after") : nil
        self.init(code: code, retryAfterSeconds: seconds)
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
