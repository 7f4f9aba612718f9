package import CoreVocabulary
package import MoneyCore

/// Account details shown to the account's holder, apart from the entries.
package struct AccountRecord: Hashable, Sendable {
    /// Version number in the first byte of the byte form.
    static let canonicalVersion: UInt8 = 1

    /// Permission that the signed-in user has on an account.
    package enum Access: UInt8, Sendable, CaseIterable {
        /// Permission to see the account with its number masked.
        case viewMasked = 1
        /// Permission to see the account.
        case view = 2
        /// Permission to see the account and to move its money.
        case operate = 3
    }

    /// The identifier of the account in the ledger.
    package let accountID: AccountID
    /// The account number that people use, digits only.
    package let number: String
    /// The branch's IFSC, the code of eleven characters that India's payment systems route by.
    package let branchCode: String
    /// Name of the account's holder; text from outside.
    package let holder: String
    /// Kind of account, such as "Savings"; text for display.
    package let product: String
    /// The currency of every amount in it.
    package let currency: Currency
    /// Money held for pending debits, in minor units, zero or more.
    package let heldMinorUnits: Int64
    /// Lowest balance allowed, in minor units: zero, a negative overdraft limit, or a minimum.
    package let minimumBalanceMinorUnits: Int64
    /// True if the account takes no more entries.
    package let isClosed: Bool
    /// Permission of the user for whom this record was made.
    package let access: Access
    /// Number of entries when the bank made this record, which the console compares and never adopts.
    package let accountSequence: Int64

    /// Creates an account record from its parts.
    package init(
        accountID: AccountID,
        number: String,
        branchCode: String,
        holder: String,
        product: String,
        currency: Currency,
        heldMinorUnits: Int64,
        minimumBalanceMinorUnits: Int64,
        isClosed: Bool,
        access: Access,
        accountSequence: Int64
    ) {
        self.accountID = accountID
        self.number = number
        self.branchCode = branchCode
        self.holder = holder
        self.product = product
        self.currency = currency
        self.heldMinorUnits = heldMinorUnits
        self.minimumBalanceMinorUnits = minimumBalanceMinorUnits
        self.isClosed = isClosed
        self.access = access
        self.accountSequence = accountSequence
    }

    /// Canonical byte encoding of the record, version 1.
    package var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(Self.canonicalVersion)
        encoder.write(accountID)
        encoder.write(number)
        encoder.write(branchCode)
        encoder.write(holder)
        encoder.write(product)
        encoder.write(currency.code)
        encoder.write(heldMinorUnits)
        encoder.write(minimumBalanceMinorUnits)
        encoder.write(UInt8(isClosed ? 1 : 0))
        encoder.write(access.rawValue)
        encoder.write(accountSequence)
        return encoder.bytes
    }

    /// Decodes a record from its canonical bytes.
    ///
    /// - Throws: ``CanonicalDecodingError`` for bytes that ``canonicalBytes`` would not produce.
    package init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
        var decoder = CanonicalDecoder(canonicalBytes)
        guard try decoder.read(UInt8.self) == Self.canonicalVersion else { throw .invalidValue }
        accountID = try decoder.readIdentifier()
        number = try decoder.readString()
        branchCode = try decoder.readString()
        holder = try decoder.readString()
        product = try decoder.readString()
        currency = try decoder.readCurrency()
        heldMinorUnits = try decoder.read(Int64.self)
        minimumBalanceMinorUnits = try decoder.read(Int64.self)
        let closed = try decoder.read(UInt8.self)
        guard closed <= 1 else { throw .invalidValue }
        isClosed = closed == 1
        guard let access = Access(rawValue: try decoder.read(UInt8.self)) else {
            throw .invalidValue
        }
        self.access = access
        accountSequence = try decoder.read(Int64.self)
        try decoder.finish()
        guard heldMinorUnits >= 0, accountSequence >= 0 else { throw .invalidValue }
    }
}
