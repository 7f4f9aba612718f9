/// Commit that waits to be settled by a sync policy.
public struct MemoryCommit: Sendable {
    /// The number of the commit since the books were opened, from 1.
    public let number: UInt64
    /// The number of writes in the commit, 1 or more.
    public let changeCount: Int

    let disk: MemoryDisk
    let life: UInt64

    /// Makes this commit, and all before it, durable.
    ///
    /// - Throws: ``MemoryStoreError`` with `closed` if the power failed meanwhile.
    public func sync() throws {
        try disk.sync(upTo: number, in: life)
    }
}
