/// Commit that waits to be settled by a sync policy.
package struct MemoryCommit: Sendable {
    /// The number of the commit since the books were opened, from 1.
    package let number: UInt64
    /// The number of writes in the commit, 1 or more.
    package let changeCount: Int
    /// Makes this commit, and all before it, durable; throws if the power failed meanwhile.
    package let sync: @Sendable () throws -> Void

    /// Creates a commit from its parts.
    package init(number: UInt64, changeCount: Int, sync: @escaping @Sendable () throws -> Void) {
        self.number = number
        self.changeCount = changeCount
        self.sync = sync
    }
}
