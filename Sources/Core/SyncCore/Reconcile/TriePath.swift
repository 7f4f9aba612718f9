/// A place in the trie: the first digits, 0 to 15 each, of the SHA-256 of an account's identifier.
public struct TriePath: Hashable, Sendable {
    /// The most digits that a path has.
    public static let depthLimit = 64

    /// The digits; none for the root.
    public let digits: [UInt8]

    /// Makes a path; nil when a digit is above 15 or there are too many.
    public init?(digits: [UInt8]) {
        guard digits.count <= Self.depthLimit, digits.allSatisfy({ $0 < 16 }) else { return nil }
        self.digits = digits
    }

    /// The place of all.
    public static let root = TriePath(unchecked: [])

    /// The place below with one more digit; nil below the last.
    func child(_ digit: Int) -> TriePath? {
        TriePath(digits: digits + [UInt8(digit)])
    }

    private init(unchecked digits: [UInt8]) {
        self.digits = digits
    }
}
