import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Testing

/// Goal: a posting of the bank itself is decided once, and exactly as requested.
///
/// Method: the same journals again with other texts.
struct PostingTests {
    // Symptom: the same journal with another text for its entries was answered as the first one, and
    // nobody learned that the entries say something else.
    @Test("a known journal with other texts for its entries is refused, accepted or not")
    func narrative() async throws {
        let bank = try await TestBank.open()
        let accepted = try bank.posting("cash", "savings", 5)
        let refused = try bank.posting("stranger", "cash", 5_000_000_000)
        let first = try await bank.bank.post([accepted, refused])
        #expect(first[0] == nil)
        #expect(first[1]?.rejection == .debitAccountBelowMinimum)
        #expect(try await bank.bank.post([accepted, refused]) == first)
        let others = [accepted, refused].map { posting in
            Posting(
                journal: posting.journal,
                narratives: posting.narratives.map {
                    Narrative(
                        shownToDebtor: $0.shownToDebtor,
                        shownToCreditor: $0.shownToCreditor,
                        reference: $0.reference + "!"
                    )
                }
            )
        }
        let answers = try await bank.bank.post(others)
        let differs = Rejection.existsWithDifferentNarrative
        #expect(answers.map { $0?.rejection } == [differs, differs])
        #expect(try await bank.balance("savings") == 10_000_005)
    }

    // Symptom: a reversal of a transfer with a reference of 140 characters was booked with one of 150,
    // and `lost` printed it in a command that the bank refused. Cause: only a reference that somebody
    // gives was held to the limit. A character of several scalars is taken whole or not at all.
    @Test(
        "a reversal without a reference of its own has one that is no longer than the limit",
        arguments: ["x", "e\u{301}", "1\u{FE0F}\u{20E3}"]
    )
    func longReversal(character: String) async throws {
        let bank = try await TestBank.open()
        let limit = ReviewedTransfer.referenceLimit
        let size = character.unicodeScalars.count
        let posting = try bank.posting("cash", "savings", 5)
        let text = String(repeating: character, count: limit / size)
        #expect(ReviewedTransfer.accepts(reference: text))
        let long = Posting(
            journal: posting.journal,
            narratives: [
                Narrative(shownToDebtor: "to", shownToCreditor: "from", reference: text)
            ]
        )
        #expect(try await bank.bank.post([long]) == [nil])
        let original = try #require(posting.journal.transfers.first)
        let id = try await bank.bank.reverse(original.id)
        var booked: String?
        try await bank.bank.exportJournals { if $0.transferID == id { booked = $0.reference } }
        let reference = try #require(booked)
        #expect(ReviewedTransfer.accepts(reference: reference))
        let mark = TransferCode.reversalMark
        let room = (limit - mark.unicodeScalars.count) / size
        let expected = mark + String(repeating: character, count: room)
        #expect(reference.utf8.elementsEqual(expected.utf8))
        #expect(try await bank.store.check() == nil)
    }

    @Test("the audit line of one call names the first of its journals and counts all of them")
    func auditLine() async throws {
        let bank = try await TestBank.open()
        func line(of postings: [Posting]) async throws -> AuditRow {
            let before = try await bank.auditRows(.journalsPosted).count
            _ = try await bank.bank.post(postings)
            let lines = try await bank.auditRows(.journalsPosted).dropFirst(before)
            #expect(lines.count == 1)
            let line = try #require(lines.first)
            #expect(line.objectBits == postings.first?.journal.id.rawValue)
            #expect(line.count == Int64(postings.count))
            return line
        }
        let good = try (1...3).map { try bank.posting("cash", "savings", $0) }
        let bad = try (0...1).map { try bank.posting("stranger", "cash", 5_000_000_000 + $0) }
        let lines = [
            try await line(of: good),
            // The first is named whatever was decided about it.
            try await line(of: [bad[0], bank.posting("cash", "savings", 4)]),
            try await line(of: [bank.posting("cash", "savings", 5), bad[1]]),
            try await line(of: bad),
        ]
        #expect(lines.map(\.result) == [.done, .done, .done, .refused])
        // The others and what was decided about each are bound beside it.
        #expect(Set(lines.map(\.detail)).count == 4)
        #expect(try await bank.store.check() == nil)
    }
}
