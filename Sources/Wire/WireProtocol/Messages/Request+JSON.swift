import CoreVocabulary
import SyncCore

extension RequestEnvelope {
    /// The canonical bytes of the envelope.
    public var encoded: [UInt8] {
        var members = [JSONMember("request", request.json)]
        if let token { members.append(JSONMember("token", base64: token)) }
        return CanonicalJSON.encode(.object(members))
    }

    /// Decodes the bytes of an envelope.
    ///
    /// - Throws: ``WireError`` with the first thing that is wrong.
    public init(encoded: [UInt8]) throws(WireError) {
        let value: JSONValue
        do {
            value = try StrictJSON.parse(encoded)
        } catch {
            throw .syntax(error)
        }
        var reader = try JSONObjectReader(value, field: "envelope")
        request = try Request(json: try reader.value("request"))
        token = reader.has("token") ? try reader.bytes("token") : nil
        try reader.finish()
    }
}

extension Request {
    var json: JSONValue {
        switch self {
        case .signIn(let request):
            .object([
                JSONMember("type", "sign-in"),
                JSONMember("user", request.user),
                JSONMember("password", base64: request.password),
                JSONMember("code", base64: request.code),
            ])
        case .renew(let request): request.json
        case .signOut:
            .object([JSONMember("type", "sign-out")])
        case .sessions:
            .object([JSONMember("type", "sessions")])
        case .endSession(let id):
            .object([JSONMember("type", "end-session"), JSONMember("session", id)])
        case .beginSync(let request): request.json
        case .snapshot(let request): request.json
        case .feed(let request):
            .object(
                [
                    JSONMember("type", "feed"),
                    JSONMember("limit", request.limit),
                    JSONMember("wait-ms", request.waitMilliseconds),
                ] + (request.cursor.map { [JSONMember("cursor", $0.json)] } ?? [])
            )
        case .reconcile(let request): request.json
        case .entries(let request): request.json
        case .records(let request): request.json
        case .submitEvidence(let request): request.json
        case .submitIntent(let request):
            .object(
                [
                    JSONMember("type", "submit-intent"),
                    JSONMember("key", request.key),
                    JSONMember("reviewed", base64: request.reviewed),
                    JSONMember("session", request.sessionID),
                    JSONMember("claimed-at", request.claimedAt),
                    JSONMember("proof", base64: request.proof),
                ] + (request.stamp.map { [JSONMember("stamp", $0.json)] } ?? [])
            )
        case .intentStatus(let key):
            .object([JSONMember("type", "intent-status"), JSONMember("key", key)])
        case .cancelIntent(let key):
            .object([JSONMember("type", "cancel-intent"), JSONMember("key", key)])
        case .wiped(let receipt): receipt.json
        }
    }

    init(json: JSONValue) throws(WireError) {
        var reader = try JSONObjectReader(json, field: "request")
        switch try reader.string("type") {
        case "sign-in":
            self = .signIn(
                SignInRequest(
                    user: try reader.string("user"),
                    password: try reader.bytes("password"),
                    code: try reader.bytes("code")
                )
            )
        case "renew":
            self = .renew(try RenewRequest(reader: &reader))
        case "sign-out":
            self = .signOut
        case "sessions":
            self = .sessions
        case "end-session":
            self = .endSession(try reader.identifier("session"))
        case "begin-sync":
            self = .beginSync(try BeginSyncRequest(reader: &reader))
        case "snapshot":
            self = .snapshot(try SnapshotRequest(reader: &reader))
        case "reconcile":
            self = .reconcile(try ReconcileRequest(reader: &reader))
        case "entries":
            self = .entries(try EntriesRequest(reader: &reader))
        case "records":
            self = .records(try RecordsRequest(reader: &reader))
        case "submit-evidence":
            self = .submitEvidence(try SubmitEvidenceRequest(reader: &reader))
        case "feed":
            self = .feed(try FeedRequest(reader: &reader))
        case "submit-intent":
            self = .submitIntent(
                SubmitIntentRequest(
                    key: try reader.identifier("key"),
                    reviewed: try reader.bytes("reviewed"),
                    sessionID: try reader.identifier("session"),
                    claimedAt: try reader.instant("claimed-at"),
                    proof: try reader.bytes("proof"),
                    stamp: reader.has("stamp")
                        ? try DeviceStamp(json: try reader.value("stamp")) : nil
                )
            )
        case "intent-status":
            self = .intentStatus(try reader.identifier("key"))
        case "cancel-intent":
            self = .cancelIntent(try reader.identifier("key"))
        case "wiped":
            self = .wiped(try WipeReceipt(reader: &reader))
        default:
            throw .unknownMessage
        }
        try reader.finish()
    }
}

extension FeedRequest {
    init(reader: inout JSONObjectReader) throws(WireError) {
        let limit = try reader.unsigned("limit", as: Int.self)
        let wait = try reader.integer("wait-ms")
        guard (1...FeedBatch.changeLimit).contains(limit) else { throw .invalidField("limit") }
        guard (0...Self.waitLimitMilliseconds).contains(wait) else {
            throw .invalidField("wait-ms")
        }
        let cursor = reader.has("cursor") ? try Cursor(json: try reader.value("cursor")) : nil
        self.init(cursor: cursor, limit: limit, waitMilliseconds: wait)
    }
}

extension Cursor {
    var json: JSONValue { .string(text) }

    init(json: JSONValue) throws(WireError) {
        guard case .string(let text) = json, let cursor = Cursor(text: text) else {
            throw .invalidField("cursor")
        }
        self = cursor
    }
}
