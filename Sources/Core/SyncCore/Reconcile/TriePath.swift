/// Path in the trie: the first digits, 0 to 15 each, of the SHA-256 of an account's identifier.
package struct TriePath: Hashable, Sendable {
    /// Maximum number of digits in a path.
    package static let depthLimit = 64

    /// Digits of the path; empty for the root.
    package let digits: [UInt8]

    /// Creates a path; returns nil if a digit is above 15 or there are too many.
    package init?(digits: [UInt8]) {
        guard digits.count <= Self.depthLimit, digits.allSatisfy({ $0 < 16 }) else { return nil }
        self.digits = digits
    }

    /// Path of the root node.
    package static let root = TriePath()

    /// Returns the path one digit longer, or nil if this path has the maximum length.
    func child(_ digit: Int) -> TriePath? {
        TriePath(digits: digits + [UInt8(digit)])
    }

    private init() { digits = [] }
}
