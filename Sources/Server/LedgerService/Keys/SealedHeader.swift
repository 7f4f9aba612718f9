/// Header of a sealed value: its version and the number of the key that sealed it.
package struct SealedHeader: Hashable, Sendable {
    /// Length of a header in bytes: one for the version, four for the number.
    package static let byteCount = 5
    /// The first byte of every header.
    package static let version: UInt8 = 2
    /// Version of values without a header; their first byte is random.
    static let versionWithoutHeader: UInt8 = 1
    /// Number of the first key, the only one that has sealed values without a header.
    package static let firstNumber: MasterKey.Number = 1

    /// The key that sealed the value.
    package let number: MasterKey.Number

    /// Creates the header of values sealed under a key.
    package init(number: MasterKey.Number) { self.number = number }

    /// Parses the header of a sealed value; returns nil if it has none.
    init?(of sealed: [UInt8]) {
        guard sealed.count >= Self.byteCount, sealed[0] == Self.version else { return nil }
        number = sealed[1..<Self.byteCount].reduce(0) { $0 << 8 | MasterKey.Number($1) }
    }

    /// The encoded header, as stored in a row.
    package var bytes: [UInt8] {
        [Self.version] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
}
