import CoreVocabulary

/// Tells whether the bank can be reached, for a console that has no session.
///
/// The bank is looked for beside the offline copy, and beside the form of whoever could not sign in.
struct BankLook: Sendable {
    /// The pause between two looks, in seconds: somebody waits, and a look costs the bank a refusal.
    static let pauseSeconds: Int64 = 8

    /// True if somebody waits for the bank.
    var isWanted = false
    /// True if the bank answered the last look.
    var isReachable = false
    /// The time of the last look, by the steady clock; nil if there was none.
    var askedAt: Instant?
}
