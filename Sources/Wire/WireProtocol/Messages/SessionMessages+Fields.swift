import CoreVocabulary

extension SignInRequest {
    static let fields = WireFields<SignInRequest>(
        Self.init,
        .required("user", .text(), \.user),
        .required("password", .bytes(), \.password, "UTF-8."),
        .required("code", .bytes(), \.code, "ASCII digits.")
    )
}

extension RenewRequest {
    static let fields = WireFields<RenewRequest>(
        Self.init,
        .required("refresh", .bytes(), \.refresh),
        .required(
            "nonce",
            .bytes(count: nonceByteCount),
            \.nonce,
            "The same for every try with the same token."
        )
    )
}

extension SessionTokens {
    static let fields = WireFields<SessionTokens>(
        Self.init,
        .required("access", .bytes(), \.access, "Its bytes are the Bearer token."),
        .required("access-ends-at", .instant, \.accessEndsAt),
        .required("refresh", .bytes(), \.refresh),
        .required("idle-ends-at", .instant, \.idleEndsAt)
    )
}

extension SignInReply {
    static let fields = WireFields<SignInReply>(
        Self.init,
        .inline(SessionTokens.fields, \.tokens),
        .required("session", .identifier(), \.sessionID),
        .required("user", .identifier(), \.userID),
        .required("name", .text(), \.displayName, "Text from outside."),
        .required(
            "role",
            .text(maxLength: 64),
            \.role,
            "Such as customer; a console that does not know the word ends the session."
        ),
        .required("storage-key", .bytes(count: 32), \.storageKey),
        .required("authorisation-key", .bytes(count: 32), \.authorisationKey),
        .required("lease-ends-at", .instant, \.leaseEndsAt),
        .required("server-time", .instant, \.serverTime),
        .required("ends-at", .instant, \.endsAt),
        .optional("utc-offset-minutes", .zone, \.zone, ZoneOffset.note)
    )
}

extension RenewReply {
    static let fields = WireFields<RenewReply>(
        Self.init,
        .inline(SessionTokens.fields, \.tokens),
        .required("lease-ends-at", .instant, \.leaseEndsAt),
        .required("server-time", .instant, \.serverTime)
    )
}

extension SessionSummary {
    static let fields = WireFields<SessionSummary>(
        Self.init,
        .required("session", .identifier(), \.id),
        .required("opened-at", .instant, \.openedAt),
        .required("seen-at", .instant, \.seenAt),
        .required("ends-at", .instant, \.endsAt),
        .optional("terminal", .text(maxLength: 64), \.terminal),
        .required("current", .flag, \.isCurrent, "Whether it is the one that asks.")
    )
}

extension WipeReceipt {
    static let fields = WireFields<WipeReceipt>(
        Self.init,
        .required("nonce", .bytes(), \.nonce),
        .required("signature", .bytes(), \.signature)
    )
}
