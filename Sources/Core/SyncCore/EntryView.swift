package import CoreVocabulary

/// Reads single fields of an entry from its canonical bytes without decoding the whole record.
///
/// Used to scan a million entries: every field before the texts has a fixed offset. The view trusts
/// that ``EntryRecord/canonicalBytes`` produced the bytes. It checks only the version and the
/// lengths.
package struct EntryView: Sendable {
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
    /// Byte range of the counterparty's UTF-8 in the canonical bytes.
    package let counterparty: Range<Int>
    /// Byte range of the reference's UTF-8 in the canonical bytes.
    package let reference: Range<Int>

    /// Creates a view of an entry's canonical bytes; returns nil if version or lengths do not fit.
    package init?(_ canonicalBytes: [UInt8]) {
        bytes = canonicalBytes
        guard bytes.count >= Offset.counterparty else { return nil }
        // The staff form ends with the maker, one byte after the texts.
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
    package var journalID: JournalID { JournalID(rawValue: integer(at: Offset.journalID)) }
    /// The transfer of which the entry is one side.
    package var transferID: TransferID { TransferID(rawValue: integer(at: Offset.transferID)) }
    /// ISO 4217 code of the account's currency.
    package var currencyCode: String {
        String(decoding: bytes[Offset.currencyCode..<Offset.amount], as: UTF8.self)
    }
    /// Change of the booked balance, in minor units.
    package var amountMinorUnits: Int64 { integer(at: Offset.amount) }
    /// The booked balance after the entry, in minor units.
    package var balanceAfterMinorUnits: Int64 { integer(at: Offset.balanceAfter) }
    /// Time at which the ledger booked the entry.
    package var bookedAt: Instant { Instant(nanosecondsSinceEpoch: integer(at: Offset.bookedAt)) }
    /// Day number of the value date.
    package var valueDayNumber: Int32 { integer(at: Offset.valueDate) }

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
