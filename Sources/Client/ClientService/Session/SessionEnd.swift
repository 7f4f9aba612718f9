import WireProtocol

/// Reason for which a part of a session ends it.
enum SessionEnd: Sendable {
    /// The bank ended it; not certain if the bank did not say so in so many words.
    case endedByBank(isCertain: Bool)
    /// The bank ordered the data of this console to be destroyed.
    case wiped(nonce: [UInt8])
    /// The time is over for which this console may show what it holds.
    case leaseOver

    /// Creates the end that a problem tells of; returns nil if the session goes on.
    init?(_ problem: Problem) {
        switch problem.code {
        case .sessionEnded: self = .endedByBank(isCertain: true)
        case .wipe: self = .wiped(nonce: problem.wipeNonce ?? [])
        case .signInRefused, .tooManyTries, .tokenExpired, .terminalUnknown, .notFound,
            .cursorInvalid, .upgradeNeeded, .slowDown, .notAllowed, .malformed, .busy,
            .internalFailure:
            return nil
        }
    }
}
