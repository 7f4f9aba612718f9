import SyncCore

extension StreamEvent {
    /// Fields of the data of an event.
    package static let fields = WireFields<StreamEvent>.choice(
        "type",
        unknown: .unknownMessage,
        variants
    )

    /// The data of the event, one line of JSON.
    package var encoded: [UInt8] { Self.fields.encode(self) }

    /// Decodes the data of an event.
    ///
    /// - Throws: ``WireError`` with the first fault.
    package init(encoded: [UInt8]) throws(WireError) {
        self = try Self.fields.decode(encoded, byteLimit: StrictJSON.replyByteLimit)
    }

    /// The kind of the event, as the stream names it.
    package var kind: String { Self.variants.word(of: self) }

    private static let variants: [WireVariant<StreamEvent>] = [
        WireVariant("delta", FeedBatch.fields, StreamEvent.delta) {
            if case .delta(let batch) = $0 { batch } else { nil }
        },
        WireVariant("checkpoint", StreamCheckpoint.fields, StreamEvent.checkpoint) {
            if case .checkpoint(let checkpoint) = $0 { checkpoint } else { nil }
        },
        WireVariant("heartbeat", StreamHeartbeat.fields, StreamEvent.heartbeat) {
            if case .heartbeat(let heartbeat) = $0 { heartbeat } else { nil }
        },
        WireVariant("control", StreamControl.fields, StreamEvent.control) {
            if case .control(let control) = $0 { control } else { nil }
        },
    ]
}

extension StreamCheckpoint {
    fileprivate static let fields = WireFields<StreamCheckpoint>(
        Self.init,
        .optional("after", .cursor, \.after),
        .required("cursor", .cursor, \.cursor),
        .required("head", .cursor, \.head),
        .optional("root", .digest, \.root),
        .required("server-time", .instant, \.serverTime)
    )
}

extension StreamHeartbeat {
    fileprivate static let fields = WireFields<StreamHeartbeat>(
        Self.init,
        .required("head", .cursor, \.head),
        .required("server-time", .instant, \.serverTime),
        .required("life-ms", .integer, \.lifeMilliseconds)
    )
}

extension StreamControl {
    fileprivate static let fields = WireFields<StreamControl>.choice(
        "control",
        [
            WireVariant("resume", .resume), WireVariant("epoch-changed", .epochChanged),
            WireVariant("session-ended", .sessionEnded),
            WireVariant("wipe", .value("nonce", .bytes()), StreamControl.wipe) {
                if case .wipe(let nonce) = $0 { nonce } else { nil }
            },
            WireVariant("upgrade", .upgrade),
        ]
    )
}
