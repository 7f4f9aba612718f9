package import CoreVocabulary
package import MoneyCore

/// One entry of an account as its holder sees it, and as the chain hashes it.
///
/// The bytes that are sent are the bytes that are hashed. Entries never change. A correction is a
/// reversal with an entry of its own.
package struct EntryRecord: Hashable, Sendable {
    /// Version number in the first byte of the byte form.
    static let canonicalVersion: UInt8 = 1
    /// Version number of the form for entries made by staff: version 1 with the maker appended.
    static let staffCanonicalVersion: UInt8 = 2
    /// Maximum size in bytes of an entry that a console submits as evidence.
    ///
    /// The bank's own entries have 98 bytes and two short texts.
    package static let evidenceByteLimit = 1_024
    /// Maker value in the staff form; no other value is written yet.
    private static let madeByStaff: UInt8 = 1

    /// The account to which the entry belongs.
    package let accountID: AccountID
    /// Sequence of the entry in its account: 1, 2, 3 … without gaps.
    package let accountSequence: Int64
    /// The journal that posted it.
    package let journalID: JournalID
    /// The transfer of which the entry is one side.
    package let transferID: TransferID
    /// Change of the booked balance; positive adds to the holder's money.
    package let amount: Money
    /// The booked balance after the entry, in minor units of the same currency.
    package let balanceAfterMinorUnits: Int64
    /// Time at which the ledger booked the entry.
    package let bookedAt: Instant
    /// Value date: the day from which the entry counts.
    package let valueDate: BusinessDate
    /// Purpose of the transfer: the number of a `TransferCode`.
    package let code: UInt16
    /// Name of the other side of the transfer; text from outside.
    package let counterparty: String
    /// Reference written by the sender; text from outside.
    package let reference: String
    /// True if staff of the bank made the transfer in the holder's place.
    package let isMadeByStaff: Bool

    /// Creates an entry from its parts.
    package init(
        accountID: AccountID,
        accountSequence: Int64,
        journalID: JournalID,
        transferID: TransferID,
        amount: Money,
        balanceAfterMinorUnits: Int64,
        bookedAt: Instant,
        valueDate: BusinessDate,
        code: UInt16,
        counterparty: String,
        reference: String,
        isMadeByStaff: Bool = false
    ) {
        self.accountID = accountID
        self.accountSequence = accountSequence
        self.journalID = journalID
        self.transferID = transferID
        self.amount = amount
        self.balanceAfterMinorUnits = balanceAfterMinorUnits
        self.bookedAt = bookedAt
        self.valueDate = valueDate
        self.code = code
        self.counterparty = counterparty
        self.reference = reference
        self.isMadeByStaff = isMadeByStaff
    }

    /// The booked balance after the entry, as money.
    package var balanceAfter: Money {
        Money(minorUnits: balanceAfterMinorUnits, currency: amount.currency)
    }

    /// Canonical byte encoding of the entry, which ``ChainHead`` hashes.
    package var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 192)
        encoder.write(isMadeByStaff ? Self.staffCanonicalVersion : Self.canonicalVersion)
        encoder.write(accountID)
        encoder.write(accountSequence)
        encoder.write(journalID)
        encoder.write(transferID)
        encoder.write(amount.currency.code)
        encoder.write(amount.minorUnits)
        encoder.write(balanceAfterMinorUnits)
        encoder.write(bookedAt)
        encoder.write(valueDate)
        encoder.write(code)
        encoder.write(counterparty)
        encoder.write(reference)
        if isMadeByStaff { encoder.write(Self.madeByStaff) }
        return encoder.bytes
    }

    /// Decodes an entry from its canonical bytes.
    ///
    /// - Throws: ``CanonicalDecodingError`` for bytes that ``canonicalBytes`` would not produce.
    package init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
        var decoder = CanonicalDecoder(canonicalBytes)
        let version = try decoder.read(UInt8.self)
        guard version == Self.canonicalVersion || version == Self.staffCanonicalVersion else {
            throw .invalidValue
        }
        accountID = try decoder.readIdentifier()
        accountSequence = try decoder.read(Int64.self)
        journalID = try decoder.readIdentifier()
        transferID = try decoder.readIdentifier()
        let currency = try decoder.readCurrency()
        amount = Money(minorUnits: try decoder.read(Int64.self), currency: currency)
        balanceAfterMinorUnits = try decoder.read(Int64.self)
        bookedAt = try decoder.readInstant()
        valueDate = try decoder.readDate()
        code = try decoder.read(UInt16.self)
        counterparty = try decoder.readString()
        reference = try decoder.readString()
        isMadeByStaff = version == Self.staffCanonicalVersion
        if isMadeByStaff, try decoder.read(UInt8.self) != Self.madeByStaff { throw .invalidValue }
        try decoder.finish()
        guard accountSequence >= 1 else { throw .invalidValue }
    }
}

extension CanonicalDecoder {
    /// Reads a currency by its ISO 4217 code.
    mutating func readCurrency() throws(CanonicalDecodingError) -> Currency {
        guard let currency = Currency(code: try readString()) else { throw .invalidValue }
        return currency
    }
}
