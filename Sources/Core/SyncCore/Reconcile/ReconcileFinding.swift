package import CoreVocabulary

/// An account in which two sides differ, with the first entry that differs.
package struct ReconcileFinding: Hashable, Sendable {
    /// Kind of difference between the two sides.
    package enum Kind: Hashable, Sendable, CaseIterable {
        /// Both sides have the entry, but not with the same content.
        case differs
        /// The bank's chain ends before the entry.
        case bankShorter
        /// The console's chain ends before the entry.
        case hereShorter
        /// The bank has no such account for this user.
        case notAtBank
        /// The console does not have the account.
        case notHere
    }

    /// The account in which the sides differ.
    package let accountID: AccountID
    /// Sequence of the first entry that differs, 1 or more.
    package let firstBadSequence: Int64
    /// Kind of difference at that entry.
    package let kind: Kind

    /// Creates a finding for an account and a sequence.
    package init(accountID: AccountID, firstBadSequence: Int64, kind: Kind) {
        self.accountID = accountID
        self.firstBadSequence = firstBadSequence
        self.kind = kind
    }
}
