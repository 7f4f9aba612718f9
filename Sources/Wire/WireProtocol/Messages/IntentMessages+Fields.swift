import SyncCore

extension DeviceStamp {
    static let fields = WireFields<DeviceStamp>(
        Self.init,
        .required("device", .identifier(), \.deviceID),
        .required(
            "sequence",
            .oneOrMore,
            \.sequence,
            "One more than the number before; none is left out."
        ),
        .required("previous", .digest, \.previous, "The hash of the intent before."),
        .required("signature", .bytes(), \.signature, "Ed25519.")
    )
}

extension WireType where Value == DeviceStamp {
    /// The type of stamps.
    static var stamp: WireType {
        WireType.object(DeviceStamp.fields)
            .named("DeviceStamp", "Where an intent stands in what its console sent.")
    }
}

extension SubmitIntentRequest {
    static let fields = WireFields<SubmitIntentRequest>(
        Self.init,
        .required("key", .identifier(), \.key),
        .required("reviewed", .bytes(), \.reviewed, "Exactly what the person saw."),
        .required("session", .identifier(), \.sessionID),
        .required("claimed-at", .instant, \.claimedAt),
        .required("proof", .bytes(), \.proof),
        .optional("stamp", .stamp, \.stamp)
    )
}

extension IntentReply {
    static let fields = WireFields<IntentReply>.choice(
        "answer",
        [
            WireVariant("created", decision, IntentReply.created) {
                if case .created(let decision) = $0 { decision } else { nil }
            },
            WireVariant("exists", decision, IntentReply.exists) {
                if case .exists(let decision) = $0 { decision } else { nil }
            },
            WireVariant(
                "exists-with-different",
                .value("field", .text(maxLength: 64)),
                IntentReply.existsWithDifferent
            ) {
                if case .existsWithDifferent(let field) = $0 { field } else { nil }
            },
            WireVariant("unknown", .unknown),
            WireVariant("not-authorised", .value("reason", .word()), IntentReply.notAuthorised) {
                if case .notAuthorised(let reason) = $0 { reason } else { nil }
            },
        ]
    )

    private static let decision = WireFields<IntentDecision>.value(
        "decision",
        .decision,
        "In its canonical bytes; see docs/PROTOCOL.md."
    )
}
