/// Decides when a commit is durable, and which operations fail.
///
/// The correct policy is ``SyncEachCommit``. A simulator passes its own to choose faults, and to
/// plant bugs that its oracle has to find. Only ``settle(_:)`` may call the disk, because the other
/// functions are called while the disk is locked.
package protocol SyncPolicy: Sendable {
    /// Called before each write with its number in the database transaction, from 1; an error makes
    /// the write fail.
    func beforeWrite(_ number: Int) throws

    /// Settles a commit that no reader sees yet; returning acknowledges it.
    ///
    /// Other writers queue meanwhile. If it throws before ``MemoryCommit/sync``, the commit is
    /// undone. If it throws after that, the commit is kept, and its writer gets the error
    /// nevertheless.
    func settle(_ commit: MemoryCommit) async throws

    /// Returns the number of changes that survive a power failure although they were not durable.
    ///
    /// - Parameter counts: The number of changes of each such commit, oldest first; the last may be
    ///   the one that was being settled.
    /// - Returns: The number of surviving changes, from the oldest on. A sum that ends inside a
    ///   commit is a torn tail, which a correct recovery never accepts.
    func survivingChangeCount(ofUnsynced counts: [Int]) -> Int
}

extension SyncPolicy {
    /// Lets every write succeed.
    package func beforeWrite(_ number: Int) throws {}

    /// Returns 0, so that nothing survives that was not durable.
    package func survivingChangeCount(ofUnsynced counts: [Int]) -> Int { 0 }
}

/// Policy that makes every commit durable before it is acknowledged.
package struct SyncEachCommit: SyncPolicy {
    /// Creates the policy, which has no state.
    package init() {}

    /// Makes a commit durable.
    package func settle(_ commit: MemoryCommit) async throws { try commit.sync() }
}
