import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import Testing

/// Goal: a hold ends at the very instant that it says, for whoever asks.
///
/// Method: one hold whose end is now, and one whose end is a nanosecond later.
struct HoldEndTests {
    @Test("a hold is due at the instant of its end, and not a nanosecond before")
    func due() async throws {
        let bank = try await TestBank.open()
        let (ends, lasts) = try await bank.heldToTheEnd()
        #expect(try await bank.bank.expirePending() == 1)
        let ended = try await bank.store.read { try $0.transfer(ends)?.pendingStatus }
        let other = try await bank.store.read { try $0.transfer(lasts)?.pendingStatus }
        #expect(ended == .expired)
        #expect(other == .pending)
        #expect(try await bank.bank.expirePending() == 0)
    }

    @Test("the audit line of one release names the first hold that ended and counts all of them")
    func auditLine() async throws {
        let bank = try await TestBank.open()
        let (ends, _) = try await bank.heldToTheEnd()
        bank.clock.advance(seconds: 1)
        #expect(try await bank.bank.expirePending() == 2)
        let lines = try await bank.auditRows(.pendingsExpired)
        #expect(lines.map(\.objectBits) == [ends.rawValue])
        #expect(lines.map(\.count) == [2])
    }

    @Test("a hold is posted until its end, and at that instant no more")
    func posted() async throws {
        let bank = try await TestBank.open()
        let (ends, lasts) = try await bank.heldToTheEnd()
        let postings = try [ends, lasts].map { id in
            try bank.posting("savings", "cash", 100, kind: .post(id))
        }
        let refusals = try await bank.bank.post(postings)
        #expect(refusals.map { $0?.rejection } == [.pendingTransferExpired, nil])
    }
}

extension TestBank {
    /// Makes two holds and waits: the first ends now, and the second a nanosecond later.
    fileprivate func heldToTheEnd() async throws -> (ends: TransferID, lasts: TransferID) {
        let end = clock.now().adding(seconds: 60)
        let later = Instant(nanosecondsSinceEpoch: end.nanosecondsSinceEpoch + 1)
        let holds = try [end, later].map { end in
            try posting("savings", "cash", 100, kind: .pend(expiresAt: end))
        }
        guard try await bank.post(holds) == [nil, nil] else { throw TestBankError.unexpectedReply }
        clock.advance(seconds: 60)
        return (holds[0].journal.transfers[0].id, holds[1].journal.transfers[0].id)
    }
}
