/// Method by which the bank wants this console to catch up.
package enum SyncPlan: Hashable, Sendable, CaseIterable {
    /// The console fetches the changes after its cursor.
    case delta
    /// The console fetches a snapshot.
    case snapshot
    /// The console compares everything, because the books began a new epoch.
    case epochChanged
    /// No synchronisation: the console is ahead of the books, or has seen a later epoch of them.
    case rolledBack
    /// No synchronisation: the console's release is too old.
    case upgrade
}
