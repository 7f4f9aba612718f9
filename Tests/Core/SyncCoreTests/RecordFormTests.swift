import CoreVocabulary
import MoneyCore
import SyncCore
import Testing

// Goal: each record has one byte form, and nothing else is read as one.
// Method: every kind of change is printed and read back, cut at every byte, and damaged at random.

@Suite struct RecordFormTests {
    @Test("every kind of change is read back as it was")
    func roundTrip() throws {
        for change in try Sample.changes() {
            #expect(try FeedChange(canonicalBytes: change.canonicalBytes) == change)
        }
    }

    @Test("a change that is cut short anywhere is refused")
    func truncation() throws {
        for change in try Sample.changes() {
            let bytes = change.canonicalBytes
            for count in 0..<bytes.count {
                #expect(throws: CanonicalDecodingError.self) {
                    try FeedChange(canonicalBytes: Array(bytes.prefix(count)))
                }
            }
        }
    }

    @Test("a byte too many is refused")
    func trailingByte() throws {
        for change in try Sample.changes() {
            #expect(throws: CanonicalDecodingError.self) {
                try FeedChange(canonicalBytes: change.canonicalBytes + [0])
            }
        }
    }

    @Test("what is read from damaged bytes prints exactly those bytes")
    func damage() throws {
        var random = SplitMix64(seed: 1)
        for change in try Sample.changes() {
            let bytes = change.canonicalBytes
            for _ in 0..<2_000 {
                var damaged = bytes
                let place = Int(random.next() % UInt64(bytes.count))
                damaged[place] ^= UInt8(truncatingIfNeeded: random.next() % 255 + 1)
                if let read = try? FeedChange(canonicalBytes: damaged) {
                    #expect(read.canonicalBytes == damaged)
                }
            }
        }
    }

    @Test("a view of an entry's bytes says what the entry says")
    func view() throws {
        for entry in try Sample.entries(50) {
            let bytes = entry.canonicalBytes
            let view = try #require(EntryView(bytes))
            #expect(view.amountMinorUnits == entry.amount.minorUnits)
            #expect(view.balanceAfterMinorUnits == entry.balanceAfterMinorUnits)
            #expect(view.bookedAt == entry.bookedAt)
            #expect(view.valueDayNumber == entry.valueDate.dayNumber)
            let version = entry.isMadeByStaff ? 2 : 1
            #expect(bytes.first == UInt8(version))
            #expect(String(decoding: bytes[view.counterparty], as: UTF8.self) == entry.counterparty)
            #expect(String(decoding: bytes[view.reference], as: UTF8.self) == entry.reference)
        }
    }

    @Test("no bytes make a view reach beyond them")
    func viewOfAnything() throws {
        let bytes = try #require(try Sample.entries(1).first).canonicalBytes
        for count in 0..<bytes.count {
            #expect(EntryView(Array(bytes.prefix(count))) == nil)
        }
        var random = SplitMix64(seed: 2)
        for _ in 0..<5_000 {
            var damaged = bytes
            for place in 94..<98 { damaged[place] = UInt8(truncatingIfNeeded: random.next()) }
            if let view = EntryView(damaged) {
                #expect(view.counterparty.upperBound + 4 == view.reference.lowerBound)
                #expect(view.reference.upperBound == damaged.count)
            }
        }
    }
}
