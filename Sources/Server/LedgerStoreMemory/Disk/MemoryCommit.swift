/// A commit on its way to the disk.
public struct MemoryCommit: Sendable {
    /// Counts the commits since the books were opened, from 1.
    public let number: UInt64
    /// How many writes it holds, 1 or more.
    public let changeCount: Int

    let disk: MemoryDisk
    let life: UInt64

    /// Makes this commit, and all before it, durable.
    ///
    /// - Throws: ``MemoryStoreError`` with `closed` when the power went meanwhile.
    public func sync() throws {
        try disk.sync(upTo: number, in: life)
    }
}
