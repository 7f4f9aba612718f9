// Goal: a journal has one byte form, and nothing else is read as a journal.
// Method: journals of random commands there and back; cuts and changed bytes.
import CoreVocabulary
import LedgerCore
import MoneyCore
import Testing

@Suite("Journals as bytes")
struct JournalCodingTests {
    private static let journal = Journal(
        id: Sample.journalID(1),
        transfers: [
            Transfer(
                id: Sample.transferID(2),
                debitAccountID: Sample.accountID(3),
                creditAccountID: Sample.accountID(4),
                amount: Sample.rupees(5),
                kind: .pend(expiresAt: Sample.instant(6)),
                code: 7,
                endToEndID: EndToEndID("REF-8"),
                valueDate: Sample.date,
                eventAt: .epoch
            ),
            Sample.transfer(9, from: 3, to: 4, 5, .post(Sample.transferID(2))),
        ]
    )

    @Test("every journal comes back")
    func roundTrip() throws {
        var commands = RandomCommands(seed: 5)
        var naive = NaiveLedger()
        for _ in 0..<500 {
            let (command, instant) = commands.next(naive)
            _ = naive.apply(command, at: instant)
            guard case .postJournal(let journal) = command else { continue }
            #expect(try Journal(canonicalBytes: journal.canonicalBytes) == journal)
        }
    }

    @Test("a journal cut at any byte, or with one too many, is refused")
    func truncation() {
        let bytes = Self.journal.canonicalBytes
        for count in bytes.indices {
            #expect(throws: CanonicalDecodingError.truncated) {
                try Journal(canonicalBytes: bytes.prefix(count))
            }
        }
        #expect(throws: CanonicalDecodingError.trailingBytes) {
            try Journal(canonicalBytes: bytes + [0])
        }
    }

    @Test("bytes that are read at all are the canonical ones")
    func onlyCanonicalBytes() {
        let bytes = Self.journal.canonicalBytes
        var refusedCount = 0
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << bit
                guard let journal = try? Journal(canonicalBytes: changed) else {
                    refusedCount += 1
                    continue
                }
                #expect(journal.canonicalBytes == changed)
                #expect(journal != Self.journal)
            }
        }
        #expect(refusedCount > 200)
    }

    @Test(
        "a payer's reference has 1 to 35 printable characters",
        arguments: [
            ("A", true), ("NOTPROVIDED", true), (String(repeating: "x", count: 35), true),
            ("a b/c-1", true), ("", false), (String(repeating: "x", count: 36), false),
            (" a", false),
            ("a ", false), ("a\nb", false), ("é", false), ("a\u{1B}[2J", false), ("a\u{7F}", false),
        ]
    )
    func endToEndID(text: String, isValid: Bool) {
        #expect((EndToEndID(text) != nil) == isValid)
    }
}
