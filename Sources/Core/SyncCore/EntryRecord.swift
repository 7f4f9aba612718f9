public import CoreVocabulary
public import MoneyCore

/// One entry of an account as its holder sees it: what the chain hashes and every screen prints.
///
/// The bytes that travel are the bytes that are hashed. Entries are never changed; a correction is
/// a reversal with an entry of its own.
public struct EntryRecord: Hashable, Sendable {
    /// Names the form in its first byte, so that a later form cannot be read as this one.
    static let canonicalVersion: UInt8 = 1
    /// The form of an entry that staff made: the first form, and the maker after it.
    static let staffCanonicalVersion: UInt8 = 2
    /// The most bytes of an entry that a console tells as evidence; the bank's own have 98 and two
    /// short texts.
    public static let evidenceByteLimit = 1_024
    /// The maker in the second form; no other number is written yet.
    private static let madeByStaff: UInt8 = 1

    /// The account the entry stands in.
    public let accountID: AccountID
    /// Its place in the account: 1, 2, 3 … without gaps.
    public let accountSequence: Int64
    /// The journal that posted it.
    public let journalID: JournalID
    /// The transfer it is one side of.
    public let transferID: TransferID
    /// What it did to the booked balance: positive adds to what the holder has.
    public let amount: Money
    /// The booked balance after it, in minor units of the same currency.
    public let balanceAfterMinorUnits: Int64
    /// When the ledger booked it.
    public let bookedAt: Instant
    /// The day from which it counts.
    public let valueDate: BusinessDate
    /// Why money moved: the number of a `TransferCode` of the bank.
    public let code: UInt16
    /// Who stands on the other side; text from outside.
    public let counterparty: String
    /// The reference that whoever sent it wrote; text from outside.
    public let reference: String
    /// Whether staff of the bank made the transfer in the holder's place.
    public let isMadeByStaff: Bool

    /// Makes an entry from its parts.
    public init(
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

    /// The booked balance after it.
    public var balanceAfter: Money {
        Money(minorUnits: balanceAfterMinorUnits, currency: amount.currency)
    }

    /// The one byte form, which ``ChainHead`` hashes.
    public var canonicalBytes: [UInt8] {
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

    /// Reads the byte form.
    ///
    /// - Throws: ``CanonicalDecodingError`` for anything that ``canonicalBytes`` would not print.
    public init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
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
