public import CoreVocabulary

/// Single fields of an entry, read from its canonical bytes without making a record of it.
///
/// For looking through a million entries: every field before the texts stands at a fixed offset.
/// Trusts the bytes to be what ``EntryRecord/canonicalBytes`` prints; only their extent is checked.
public struct EntryView: Sendable {
    private enum Offset {
        static let journalID = 25
        static let transferID = 41
        static let currencyCode = 61
        static let amount = 64
        static let balanceAfter = 72
        static let bookedAt = 80
        static let valueDate = 88
        static let counterpartyLength = 94
        static let counterparty = 98
    }

    private let bytes: [UInt8]
    /// Where the UTF-8 of the counterparty stands in the canonical bytes.
    public let counterparty: Range<Int>
    /// Where the UTF-8 of the reference stands in the canonical bytes.
    public let reference: Range<Int>

    /// Looks at an entry's canonical bytes; nil when they cannot be those of an entry.
    public init?(_ canonicalBytes: [UInt8]) {
        bytes = canonicalBytes
        guard bytes.count >= Offset.counterparty else { return nil }
        // The second form has the maker after the texts, in one byte.
        let end: Int
        switch bytes[0] {
        case EntryRecord.canonicalVersion: end = bytes.count
        case EntryRecord.staffCanonicalVersion: end = bytes.count - 1
        default: return nil
        }
        let counterpartyEnd =
            Offset.counterparty + Self.length(in: bytes, at: Offset.counterpartyLength)
        guard counterpartyEnd + 4 <= end else { return nil }
        let referenceStart = counterpartyEnd + 4
        guard Self.length(in: bytes, at: counterpartyEnd) == end - referenceStart else {
            return nil
        }
        counterparty = Offset.counterparty..<counterpartyEnd
        reference = referenceStart..<end
    }

    /// The journal that posted it.
    public var journalID: JournalID { JournalID(rawValue: integer(at: Offset.journalID)) }
    /// The transfer it is one side of.
    public var transferID: TransferID { TransferID(rawValue: integer(at: Offset.transferID)) }
    /// The code of the account's currency.
    public var currencyCode: String {
        String(decoding: bytes[Offset.currencyCode..<Offset.amount], as: UTF8.self)
    }
    /// What it did to the booked balance, in minor units.
    public var amountMinorUnits: Int64 { integer(at: Offset.amount) }
    /// The booked balance after it, in minor units.
    public var balanceAfterMinorUnits: Int64 { integer(at: Offset.balanceAfter) }
    /// When the ledger booked it.
    public var bookedAt: Instant { Instant(nanosecondsSinceEpoch: integer(at: Offset.bookedAt)) }
    /// The number of the day from which it counts.
    public var valueDayNumber: Int32 { integer(at: Offset.valueDate) }

    private func integer<Value: FixedWidthInteger>(at offset: Int) -> Value {
        var value: Value = 0
        for index in offset..<offset + Value.bitWidth / 8 {
            value = value << 8 | Value(truncatingIfNeeded: bytes[index])
        }
        return value
    }

    private static func length(in bytes: [UInt8], at offset: Int) -> Int {
        Int(bytes[offset]) << 24 | Int(bytes[offset + 1]) << 16 | Int(bytes[offset + 2]) << 8
            | Int(bytes[offset + 3])
    }
}
