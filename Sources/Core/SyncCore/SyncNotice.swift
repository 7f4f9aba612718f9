/// Condition that the user is informed of in words.
package enum SyncNotice: Hashable, Sendable, CaseIterable {
    /// The books began a new epoch, and the record is being compared with it.
    case booksReplaced
    /// The bank lost a part of its books; the console repairs nothing automatically.
    case rolledBack
    /// The bank no longer serves this release.
    case upgradeNeeded
}
