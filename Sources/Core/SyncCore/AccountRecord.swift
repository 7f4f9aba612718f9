public import CoreVocabulary
public import MoneyCore

/// What the holder of an account is shown of it besides its entries.
public struct AccountRecord: Hashable, Sendable {
    /// Names this form in its first byte.
    static let canonicalVersion: UInt8 = 1

    /// What the signed-in user may do with an account.
    public enum Access: UInt8, Sendable, CaseIterable {
        /// See it, but with its number masked.
        case viewMasked = 1
        /// See it.
        case view = 2
        /// See it and move its money.
        case operate = 3
    }

    /// The identifier of the account in the ledger.
    public let accountID: AccountID
    /// The number that people know it by, digits only.
    public let number: String
    /// The branch's IFSC, the code of eleven characters that India's payment systems route by.
    public let branchCode: String
    /// Whose account it is; text from outside.
    public let holder: String
    /// What kind of account it is, such as "Savings".
    public let product: String
    /// The currency of every amount in it.
    public let currency: Currency
    /// Money held for pending debits, in minor units, zero or more.
    public let heldMinorUnits: Int64
    /// How far the balance may fall, in minor units: zero, a negative overdraft limit, or what has to
    /// stay.
    public let minimumBalanceMinorUnits: Int64
    /// Whether the account takes no more entries.
    public let isClosed: Bool
    /// What the user this record was made for may do.
    public let access: Access
    /// How many entries the account had when this was said; a figure to compare, never to adopt.
    public let accountSequence: Int64

    /// Makes a record from its parts.
    public init(
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

    /// The one byte form.
    public var canonicalBytes: [UInt8] {
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

    /// Reads the byte form.
    ///
    /// - Throws: ``CanonicalDecodingError`` for anything that ``canonicalBytes`` would not print.
    public init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
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
