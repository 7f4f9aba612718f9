/// A currency with its ISO 4217 codes and its number of decimals.
///
/// Only active codes with a minor unit exist as values. Codes that ISO 4217 lists without one
/// (metals, bond units, the testing code) cannot be counted in minor units and are not in the
/// table. Source: ISO 4217:2015, list one.
package struct Currency: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The three-digit numeric code, 8 to 999.
    package let numericCode: UInt16
    /// Number of decimals between the major and the minor unit: 2 for INR, 0 for JPY, 3 for KWD, 4
    /// for UYW.
    package let minorUnitExponent: UInt8

    /// The three letters packed into 24 bits, the first one in the highest byte used.
    private let letters: UInt32

    /// Creates a row of the table; only the table creates currencies.
    init(letters: UInt32, numericCode: UInt16, minorUnitExponent: UInt8) {
        self.letters = letters
        self.numericCode = numericCode
        self.minorUnitExponent = minorUnitExponent
    }

    /// Looks up an active currency by its three capital letters; returns nil if there is none.
    package init?(code: some StringProtocol) {
        guard let letters = Self.pack(code.utf8), let found = CurrencyTable.byLetters[letters]
        else { return nil }
        self = found
    }

    /// Looks up an active currency by its numeric code; returns nil if there is none.
    package init?(numericCode: UInt16) {
        guard let found = CurrencyTable.byNumericCode[numericCode] else { return nil }
        self = found
    }

    /// The three-letter code in capitals.
    package var code: String {
        let bytes = [letters >> 16, letters >> 8, letters].map { UInt8(truncatingIfNeeded: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The three-letter code in capitals.
    package var description: String { code }

    /// Returns true if the left code sorts before the right one.
    package static func < (left: Currency, right: Currency) -> Bool {
        left.letters < right.letters
    }

    /// Packs three capital ASCII letters; returns nil for anything else.
    static func pack(_ text: some Sequence<UInt8>) -> UInt32? {
        var packed: UInt32 = 0
        var count = 0
        for byte in text {
            guard (0x41...0x5A).contains(byte), count < 3 else { return nil }
            packed = packed << 8 | UInt32(byte)
            count += 1
        }
        return count == 3 ? packed : nil
    }
}
