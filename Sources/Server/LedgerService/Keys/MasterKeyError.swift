/// Reason why a key ring does not match the books.
package struct MasterKeyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reasons, one for each rule.
    package enum Code: Hashable, Sendable {
        /// A value in the books is sealed under a key that is not in the ring.
        case keyMissing(MasterKey.Number)
        /// The key with this number differs from the one in the books.
        case keyIsAnother(MasterKey.Number)
        /// The number, or a higher one, was used before.
        case numberUsed(MasterKey.Number)
    }

    /// The reason for the mismatch.
    package let code: Code

    init(_ code: Code) { self.code = code }

    /// The reason, as an English sentence.
    package var description: String {
        switch code {
        case .keyMissing(let number):
            "Secrets in the books are sealed under master key \(number), which is not there."
        case .keyIsAnother(let number):
            "Master key \(number) is not the one that sealed secrets in these books."
        case .numberUsed(let number):
            "Master key \(number) cannot begin: its number, or a later one, was used before."
        }
    }
}
