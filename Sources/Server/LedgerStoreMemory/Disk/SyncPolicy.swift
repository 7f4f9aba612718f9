/// Decides when a commit is durable, and what fails on the way.
///
/// The true one is ``SyncEachCommit``. A simulator hands in its own to choose faults, and to plant
/// the mistakes that its oracle has to find. Only ``settle(_:)`` may call the disk: the others are
/// asked while the disk is locked.
public protocol SyncPolicy: Sendable {
    /// Asked before each write with its number in the database transaction, from 1; a throw makes
    /// the write fail.
    func beforeWrite(_ number: Int) throws

    /// Brings a commit that no reader sees yet to its end; to return is to acknowledge it.
    ///
    /// While this waits, other writers queue. A throw before ``MemoryCommit/sync()`` leaves nothing
    /// of the commit; after it the commit stays, and its writer is told of the error all the same.
    func settle(_ commit: MemoryCommit) async throws

    /// After the power went: how many of the changes that were not durable are found again.
    ///
    /// - Parameter counts: The changes of each such commit, oldest first; the last may be the one
    ///   that was being settled.
    /// - Returns: The number of changes from the oldest on. A sum that ends inside a commit is a
    ///   torn tail, which a true recovery never accepts.
    func survivingChangeCount(ofUnsynced counts: [Int]) -> Int
}

extension SyncPolicy {
    /// Lets every write through.
    public func beforeWrite(_ number: Int) throws {}

    /// Finds nothing again that was not durable.
    public func survivingChangeCount(ofUnsynced counts: [Int]) -> Int { 0 }
}

/// Makes every commit durable before it is acknowledged.
public struct SyncEachCommit: SyncPolicy {
    /// Makes the policy.
    public init() {}

    /// Makes a commit durable.
    public func settle(_ commit: MemoryCommit) async throws {
        try commit.sync()
    }
}
