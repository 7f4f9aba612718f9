public import CoreVocabulary

/// An account in which two sides differ, and from which entry on.
public struct ReconcileFinding: Hashable, Sendable {
    /// The ways to differ.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// Both have the entry, and it is not the same.
        case differs
        /// The bank's chain ends before the entry.
        case bankShorter
        /// The chain here ends before the entry.
        case hereShorter
        /// The bank has no such account for this user.
        case notAtBank
        /// The account is not here.
        case notHere
    }

    /// The account in which both sides differ.
    public let accountID: AccountID
    /// The first entry that is not the same on both sides, 1 or more.
    public let firstBadSequence: Int64
    /// How they differ there.
    public let kind: Kind

    /// Names an account and a place in it.
    public init(accountID: AccountID, firstBadSequence: Int64, kind: Kind) {
        self.accountID = accountID
        self.firstBadSequence = firstBadSequence
        self.kind = kind
    }
}
