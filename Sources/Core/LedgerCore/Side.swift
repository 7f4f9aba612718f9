/// One of the two sides of an account.
public enum Side: UInt8, CaseIterable, Hashable, Sendable {
    /// The left side: what an asset or an expense grows by.
    case debit = 1
    /// The right side: what a liability, equity or income grows by.
    case credit = 2

    /// The other side.
    public var opposite: Side { self == .debit ? .credit : .debit }
}
