import CoreVocabulary
import Cryptography
import SyncCore

extension BeginSyncRequest {
    /// Number of bytes in a console's public key.
    private static let deviceKeyByteCount = 32

    var json: JSONValue {
        .object(
            [
                JSONMember("type", "begin-sync"),
                JSONMember("app", app),
                JSONMember("record-version", recordVersion),
                JSONMember("device-key", base64: deviceKey),
                JSONMember("device-sequence", deviceSequence),
            ] + (cursor.map { [JSONMember("cursor", $0)] } ?? [])
        )
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        let key = try reader.bytes("device-key")
        guard key.isEmpty || key.count == Self.deviceKeyByteCount else {
            throw .invalidField("device-key")
        }
        let sequence = try reader.integer("device-sequence")
        guard sequence >= 0 else { throw .invalidField("device-sequence") }
        self.init(
            app: try reader.string("app"),
            recordVersion: try reader.integer("record-version"),
            cursor: reader.has("cursor") ? try reader.cursor("cursor") : nil,
            deviceKey: key,
            deviceSequence: sequence
        )
    }
}

extension BeginSyncReply {
    var members: [JSONMember] {
        var members = [
            JSONMember("mode", mode.rawValue),
            JSONMember("head", head),
            JSONMember("lease-ends-at", leaseEndsAt),
            JSONMember("device-sequence", deviceSequence),
            JSONMember("server-time", serverTime),
        ]
        if let zone { members.append(JSONMember("utc-offset-minutes", zone)) }
        return members
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        guard let mode = Mode(rawValue: try reader.string("mode")) else {
            throw .invalidField("mode")
        }
        self.init(
            mode: mode,
            head: try reader.cursor("head"),
            leaseEndsAt: try reader.instant("lease-ends-at"),
            deviceSequence: try reader.integer("device-sequence"),
            serverTime: try reader.instant("server-time"),
            zone: reader.has("utc-offset-minutes") ? try reader.zone("utc-offset-minutes") : nil
        )
    }
}

extension SnapshotRequest {
    var json: JSONValue {
        .object(
            [
                JSONMember("type", "snapshot"), JSONMember("page", page),
                JSONMember("limit", limit),
            ] + (at.map { [JSONMember("at", $0)] } ?? [])
        )
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        let limit = try reader.unsigned("limit", as: Int.self)
        guard (1...FeedBatch.changeLimit).contains(limit) else { throw .invalidField("limit") }
        self.init(
            at: reader.has("at") ? try reader.cursor("at") : nil,
            page: try reader.string("page"),
            limit: limit
        )
    }
}

extension SnapshotReply {
    var members: [JSONMember] {
        [
            JSONMember("at", at),
            JSONMember("changes", FeedChange.json(of: changes)),
            JSONMember("server-time", serverTime),
        ] + (nextPage.map { [JSONMember("next-page", $0)] } ?? [])
            + (root.map { [JSONMember("root", $0)] } ?? [])
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            at: try reader.cursor("at"),
            changes: try FeedChange.list(try reader.array("changes")),
            nextPage: reader.has("next-page") ? try reader.string("next-page") : nil,
            root: reader.has("root") ? try reader.digest("root") : nil,
            serverTime: try reader.instant("server-time")
        )
    }
}

extension EntriesRequest {
    var json: JSONValue {
        .object([
            JSONMember("type", "entries"),
            JSONMember("account", accountID),
            JSONMember("first", first),
            JSONMember("last", last),
        ])
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        let account: AccountID = try reader.identifier("account")
        let first = try reader.integer("first")
        let last = try reader.integer("last")
        guard first >= 1 else { throw .invalidField("first") }
        guard last >= first, last - first < Int64(Self.entryLimit) else {
            throw .invalidField("last")
        }
        self.init(accountID: account, first: first, last: last)
    }
}

extension WipeReceipt {
    var json: JSONValue {
        .object([
            JSONMember("type", "wiped"),
            JSONMember("nonce", base64: nonce),
            JSONMember("signature", base64: signature),
        ])
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            nonce: try reader.bytes("nonce"),
            signature: try reader.bytes("signature")
        )
    }
}

extension DeviceStamp {
    var json: JSONValue {
        .object([
            JSONMember("device", deviceID),
            JSONMember("sequence", sequence),
            JSONMember("previous", previous),
            JSONMember("signature", base64: signature),
        ])
    }

    init(json: JSONValue) throws(WireError) {
        var reader = try JSONObjectReader(json, field: "stamp")
        let sequence = try reader.integer("sequence")
        guard sequence >= 1 else { throw .invalidField("sequence") }
        self.init(
            deviceID: try reader.identifier("device"),
            sequence: sequence,
            previous: try reader.digest("previous"),
            signature: try reader.bytes("signature")
        )
        try reader.finish()
    }
}

extension FeedChange {
    static func json(of changes: [FeedChange]) -> JSONValue {
        .array(changes.map { .string(Base64.encode($0.canonicalBytes)) })
    }

    static func list(_ elements: [JSONValue]) throws(WireError) -> [FeedChange] {
        var changes: [FeedChange] = []
        changes.reserveCapacity(elements.count)
        for element in elements {
            guard case .string(let text) = element, let bytes = Base64.decode(text),
                let change = try? FeedChange(canonicalBytes: bytes)  // Refused just below.
            else { throw .invalidField("changes") }
            changes.append(change)
        }
        return changes
    }
}

extension FeedBatch {
    var members: [JSONMember] {
        [
            JSONMember("changes", FeedChange.json(of: changes)),
            JSONMember("cursor", cursor),
            JSONMember("head", head),
        ] + (after.map { [JSONMember("after", $0)] } ?? [])
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            changes: try FeedChange.list(try reader.array("changes")),
            after: reader.has("after") ? try reader.cursor("after") : nil,
            cursor: try reader.cursor("cursor"),
            head: try reader.cursor("head")
        )
    }
}
