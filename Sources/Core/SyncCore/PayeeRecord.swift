package import CoreVocabulary
package import MoneyCore

/// A payee of a user: a name and an account of this bank.
package struct PayeeRecord: Hashable, Sendable {
    /// Version number in the first byte of the byte form.
    static let canonicalVersion: UInt8 = 1

    /// The account that is paid; a user has at most one payee per account.
    package let accountID: AccountID
    /// The payee's name as the user entered it; text from outside.
    package let name: String
    /// The account's number, digits only.
    package let number: String
    /// The IFSC of the account's branch.
    package let branchCode: String
    /// The currency of the account.
    package let currency: Currency
    /// True if the payee was removed from the list.
    package let isRemoved: Bool

    /// Creates a payee record from its parts.
    package init(
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

    /// Canonical byte encoding of the payee.
    package var canonicalBytes: [UInt8] {
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

    /// Decodes a payee from its canonical bytes.
    ///
    /// - Throws: ``CanonicalDecodingError`` for bytes that ``canonicalBytes`` would not produce.
    package init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
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
