package import CoreVocabulary

/// Outcome of a comparison of both sides.
package enum SyncComparison: Hashable, Sendable {
    /// Both sides have the same, as of the bank's time.
    case agrees(at: Instant)
    /// The sides differed; the console fetched the wrong part again and has to compare once more.
    case repaired
    /// The sides differ and repair failed; the accounts are in doubt.
    case differs
    /// The record has to catch up before it can be compared.
    case postponed
}
