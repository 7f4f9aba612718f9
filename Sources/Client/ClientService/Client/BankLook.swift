import CoreVocabulary

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
}
