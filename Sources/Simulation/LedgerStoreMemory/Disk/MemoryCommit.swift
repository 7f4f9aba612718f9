/// Commit that waits to be settled by a sync policy.
public struct MemoryCommit: Sendable {
    /// The number of the commit since the books were opened, from 1.
    public let number: UInt64
    /// The number of writes in the commit, 1 or more.
    public let changeCount: Int

    private let makeDurable: @Sendable () throws -> Void

    /// Creates a commit from its parts.
    ///
    /// - Parameters:
    ///   - number: The number of the commit since the books were opened, from 1.
    ///   - changeCount: The number of writes in the commit, 1 or more.
    ///   - makeDurable: Makes this commit, and all before it, durable.
    public init(
        number: UInt64,
        changeCount: Int,
        makeDurable: @escaping @Sendable () throws -> Void
    ) {
        self.number = number
        self.changeCount = changeCount
        self.makeDurable = makeDurable
    }

    /// Makes this commit, and all before it, durable.
    ///
    /// - Throws: An error of the store if the power failed meanwhile.
    public func sync() throws {
        try makeDurable()
    }
}
