public import CoreVocabulary

extension Identifier {
    /// Whether the ledger refuses this identifier: all bits zero, or all bits one.
    ///
    /// Both are what a forgotten or a broken generator yields.
    public var isReserved: Bool { rawValue == .min || rawValue == .max }
}
