public import CoreVocabulary
public import MoneyCore

/// Money that is set aside for a pending debit: it is still booked, but no longer available.
public struct HoldRecord: Hashable, Sendable {
    /// Names this form in its first byte.
    static let canonicalVersion: UInt8 = 1

    /// How a hold stands; each ends once.
    public enum Status: UInt8, Sendable, CaseIterable {
        /// The money is set aside.
        case pending = 1
        /// It was taken, all or in part.
        case posted = 2
        /// It was given back.
        case voided = 3
        /// Its time ran out, and it was given back.
        case expired = 4
    }

    /// The pending transfer.
    public let transferID: TransferID
    /// The account whose money it is.
    public let accountID: AccountID
    /// How much, greater than zero.
    public let amount: Money
    /// Who is to get it; text from outside.
    public let counterparty: String
    /// The reference; text from outside.
    public let reference: String
    /// Since when.
    public let heldAt: Instant
    /// Until when at the latest, if it has an end.
    public let expiresAt: Instant?
    /// How it stands.
    public let status: Status

    /// Makes a record from its parts.
    public init(
        transferID: TransferID,
        accountID: AccountID,
        amount: Money,
        counterparty: String,
        reference: String,
        heldAt: Instant,
        expiresAt: Instant?,
        status: Status
    ) {
        self.transferID = transferID
        self.accountID = accountID
        self.amount = amount
        self.counterparty = counterparty
        self.reference = reference
        self.heldAt = heldAt
        self.expiresAt = expiresAt
        self.status = status
    }

    /// The one byte form.
    public var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(Self.canonicalVersion)
        encoder.write(transferID)
        encoder.write(accountID)
        encoder.write(amount.currency.code)
        encoder.write(amount.minorUnits)
        encoder.write(counterparty)
        encoder.write(reference)
        encoder.write(heldAt)
        encoder.write(optional: expiresAt) { $0.write($1) }
        encoder.write(status.rawValue)
        return encoder.bytes
    }

    /// Reads the byte form.
    ///
    /// - Throws: ``CanonicalDecodingError`` for anything that ``canonicalBytes`` would not print.
    public init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
        var decoder = CanonicalDecoder(canonicalBytes)
        guard try decoder.read(UInt8.self) == Self.canonicalVersion else { throw .invalidValue }
        transferID = try decoder.readIdentifier()
        accountID = try decoder.readIdentifier()
        let currency = try decoder.readCurrency()
        amount = Money(minorUnits: try decoder.read(Int64.self), currency: currency)
        counterparty = try decoder.readString()
        reference = try decoder.readString()
        heldAt = try decoder.readInstant()
        expiresAt = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
            try decoder.readInstant()
        }
        guard let status = Status(rawValue: try decoder.read(UInt8.self)) else {
            throw .invalidValue
        }
        self.status = status
        try decoder.finish()
        guard amount.minorUnits > 0 else { throw .invalidValue }
    }
}
