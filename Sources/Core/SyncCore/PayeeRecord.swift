public import CoreVocabulary
public import MoneyCore

/// Somebody the user pays: a name, and an account of this bank.
public struct PayeeRecord: Hashable, Sendable {
    /// Names this form in its first byte.
    static let canonicalVersion: UInt8 = 1

    /// The account that is paid; each user has a payee for an account at most once.
    public let accountID: AccountID
    /// The name as it was given; text from outside.
    public let name: String
    /// The account's number, digits only.
    public let number: String
    /// The branch's IFSC.
    public let branchCode: String
    /// The currency of the account.
    public let currency: Currency
    /// Whether the payee was taken off the list.
    public let isRemoved: Bool

    /// Makes a record from its parts.
    public init(
        accountID: AccountID,
        name: String,
        number: String,
        branchCode: String,
        currency: Currency,
        isRemoved: Bool
    ) {
        self.accountID = accountID
        self.name = name
        self.number = number
        self.branchCode = branchCode
        self.currency = currency
        self.isRemoved = isRemoved
    }

    /// The one byte form.
    public var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(Self.canonicalVersion)
        encoder.write(accountID)
        encoder.write(name)
        encoder.write(number)
        encoder.write(branchCode)
        encoder.write(currency.code)
        encoder.write(UInt8(isRemoved ? 1 : 0))
        return encoder.bytes
    }

    /// Reads the byte form.
    ///
    /// - Throws: ``CanonicalDecodingError`` for anything that ``canonicalBytes`` would not print.
    public init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
        var decoder = CanonicalDecoder(canonicalBytes)
        guard try decoder.read(UInt8.self) == Self.canonicalVersion else { throw .invalidValue }
        accountID = try decoder.readIdentifier()
        name = try decoder.readString()
        number = try decoder.readString()
        branchCode = try decoder.readString()
        currency = try decoder.readCurrency()
        let removed = try decoder.read(UInt8.self)
        guard removed <= 1 else { throw .invalidValue }
        isRemoved = removed == 1
        try decoder.finish()
    }
}
