import CoreVocabulary
import WireProtocol

/// The bank's reachability for a console without a session.
///
/// The bank is looked for beside the offline copy, and beside the form of whoever could not sign in.
struct BankLook: Sendable {
    /// The pause between two probes, in seconds: a person waits, and a probe costs a refusal.
    static let pauseSeconds: Int64 = 8

    /// True if somebody waits for the bank.
    var isWanted = false
    /// True if the bank answered the last probe.
    var isReachable = false
    /// The time of the last probe, by the steady clock; nil before the first.
    var askedAt: Instant?

    /// Returns true if the bank answers, and would accept a sign-in as far as the answer shows.
    ///
    /// The request needs a token and has none, so that the bank only refuses it.
    static func isServed(by environment: ClientEnvironment) async -> Bool {
        switch await environment.ask(.sessions) {
        case .reply(.problem(let problem)):
            switch problem.code {
            case .busy, .slowDown, .tooManyTries, .internalFailure, .terminalUnknown,
                .upgradeNeeded:
                false
            case .signInRefused, .sessionEnded, .tokenExpired, .wipe, .notFound, .cursorInvalid,
                .notAllowed, .malformed:
                true
            }
        case .reply: true
        case .notSent, .noReply, .interrupted: false
        }
    }
}
