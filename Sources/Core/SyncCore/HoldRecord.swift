package import CoreVocabulary
package import MoneyCore

/// Money set aside for a pending debit: still booked, but no longer available.
package struct HoldRecord: Hashable, Sendable {
    /// Version number in the first byte of the byte form.
    static let canonicalVersion: UInt8 = 1

    /// State of a hold; every hold ends exactly once.
    package enum Status: UInt8, Sendable, CaseIterable {
        /// The money is set aside; the hold has not ended.
        case pending = 1
        /// The money was taken, all or in part.
        case posted = 2
        /// The money was given back.
        case voided = 3
        /// The hold ran out of time, and the money was given back.
        case expired = 4
    }

    /// Identifier of the pending transfer.
    package let transferID: TransferID
    /// The account whose money is set aside.
    package let accountID: AccountID
    /// The amount set aside, greater than zero.
    package let amount: Money
    /// Name of the intended recipient; text from outside.
    package let counterparty: String
    /// The transfer's reference; text from outside.
    package let reference: String
    /// Time at which the hold began.
    package let heldAt: Instant
    /// Latest time at which the hold ends; nil if it has no expiry.
    package let expiresAt: Instant?
    /// Current state of the hold.
    package let status: Status

    /// Creates a hold record from its parts.
    package init(
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

    /// Canonical byte encoding of the hold.
    package var canonicalBytes: [UInt8] {
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

    /// Decodes a hold from its canonical bytes.
    ///
    /// - Throws: ``CanonicalDecodingError`` for bytes that ``canonicalBytes`` would not produce.
    package init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
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
