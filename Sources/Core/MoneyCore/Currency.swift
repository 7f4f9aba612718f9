/// A currency that money can be counted in: its ISO 4217 codes and how many decimals it has.
///
/// Only active codes with a minor unit exist as values; what ISO 4217 lists without one (metals,
/// bond units, the testing code) cannot be counted in minor units and is not found here.
/// Source: ISO 4217:2015, list one.
public struct Currency: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The three-digit numeric code, 8 to 999.
    public let numericCode: UInt16
    /// Decimals between the major and the minor unit: 2 for INR, 0 for JPY, 3 for KWD, 4 for UYW.
    public let minorUnitExponent: UInt8

    /// The three letters, the first one in the highest byte used.
    private let letters: UInt32

    /// Makes a row of the table; nobody else can make a currency.
    init(letters: UInt32, numericCode: UInt16, minorUnitExponent: UInt8) {
        self.letters = letters
        self.numericCode = numericCode
        self.minorUnitExponent = minorUnitExponent
    }

    /// Looks an active currency up by its three capital letters; nil when there is none.
    public init?(code: some StringProtocol) {
        guard let letters = Self.pack(code.utf8), let found = CurrencyTable.byLetters[letters]
        else { return nil }
        self = found
    }

    /// Looks an active currency up by its numeric code; nil when there is none.
    public init?(numericCode: UInt16) {
        guard let found = CurrencyTable.byNumericCode[numericCode] else { return nil }
        self = found
    }

    /// The three capital letters.
    public var code: String {
        let bytes = [letters >> 16, letters >> 8, letters].map { UInt8(truncatingIfNeeded: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The three capital letters.
    public var description: String { code }

    /// Whether the left code comes first in the alphabet.
    public static func < (left: Currency, right: Currency) -> Bool {
        left.letters < right.letters
    }

    /// Packs three capital ASCII letters; nil for anything else.
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
