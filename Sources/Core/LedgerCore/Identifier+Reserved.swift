package import CoreVocabulary

extension Identifier {
    /// True if the ledger refuses this identifier: all bits zero, or all bits one.
    ///
    /// A missing or broken generator yields these values.
    package var isReserved: Bool { rawValue == .min || rawValue == .max }
}
