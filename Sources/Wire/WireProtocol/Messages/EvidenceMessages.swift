package import CoreVocabulary
package import SyncCore

/// One faulty entry that a console kept as evidence.
package struct EvidenceItem: Hashable, Sendable {
    /// The reason why the console kept it.
    package let reason: ChainBreak
    /// The entry as the console holds it: the bytes that its chain hashes.
    package let entry: EntryRecord

    /// Creates an item from its chain break and entry.
    package init(reason: ChainBreak, entry: EntryRecord) {
        self.reason = reason
        self.entry = entry
    }
}

/// A request with evidence about one account: entries that the bank once sent, and that its books
/// lack now or have in another form.
///
/// It is the word of whoever sends it, and moves no money.
package struct SubmitEvidenceRequest: Hashable, Sendable {
    /// The most entries in one request: with the longest they stay below the limit of a request.
    package static let itemLimit = 32

    /// The account of all the entries.
    package let accountID: AccountID
    /// The entries, 1 to ``itemLimit``, all of them of the account.
    package let items: [EvidenceItem]

    /// Creates a request about one account.
    package init(accountID: AccountID, items: [EvidenceItem]) {
        self.accountID = accountID
        self.items = items
    }
}
