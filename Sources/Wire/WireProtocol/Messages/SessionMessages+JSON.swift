import CoreVocabulary

extension RenewRequest {
    var json: JSONValue {
        .object([
            JSONMember("type", "renew"),
            JSONMember("refresh", base64: refresh),
            JSONMember("nonce", base64: nonce),
        ])
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        let refresh = try reader.bytes("refresh")
        let nonce = try reader.bytes("nonce")
        guard nonce.count == Self.nonceByteCount else { throw .invalidField("nonce") }
        self.init(refresh: refresh, nonce: nonce)
    }
}

extension SessionTokens {
    var members: [JSONMember] {
        [
            JSONMember("access", base64: access),
            JSONMember("access-ends-at", accessEndsAt),
            JSONMember("refresh", base64: refresh),
            JSONMember("idle-ends-at", idleEndsAt),
        ]
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            access: try reader.bytes("access"),
            accessEndsAt: try reader.instant("access-ends-at"),
            refresh: try reader.bytes("refresh"),
            idleEndsAt: try reader.instant("idle-ends-at")
        )
    }
}

extension RenewReply {
    var members: [JSONMember] {
        tokens.members + [
            JSONMember("lease-ends-at", leaseEndsAt),
            JSONMember("server-time", serverTime),
        ]
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            tokens: try SessionTokens(reader: &reader),
            leaseEndsAt: try reader.instant("lease-ends-at"),
            serverTime: try reader.instant("server-time")
        )
    }
}

extension SessionSummary {
    var json: JSONValue {
        .object(
            [
                JSONMember("session", id),
                JSONMember("opened-at", openedAt),
                JSONMember("seen-at", seenAt),
                JSONMember("ends-at", endsAt),
                JSONMember("current", .boolean(isCurrent)),
            ] + (terminal.map { [JSONMember("terminal", $0)] } ?? [])
        )
    }

    init(json: JSONValue) throws(WireError) {
        var reader = try JSONObjectReader(json, field: "sessions")
        self.init(
            id: try reader.identifier("session"),
            openedAt: try reader.instant("opened-at"),
            seenAt: try reader.instant("seen-at"),
            endsAt: try reader.instant("ends-at"),
            terminal: reader.has("terminal") ? try reader.string("terminal") : nil,
            isCurrent: try reader.boolean("current")
        )
        try reader.finish()
    }
}
