// Goal: the changes for a store are complete, and the values that it returns are checked.
// Method: single commands, with the events and the invariants looked at one by one.
import CoreVocabulary
import LedgerCore
import MoneyCore
import Testing

@Suite("Ledger state")
struct LedgerStateTests {
    private func books() -> LedgerState {
        var state = LedgerState()
        for command in [Sample.opening(1), Sample.opening(2, .debit)] {
            _ = state.apply(command, at: Sample.instant(1))
        }
        return state
    }

    @Test("a booked transfer tells its row, both entries and both accounts, then the decision")
    func eventsOfTransfer() throws {
        var state = books()
        let transfer = Sample.transfer(1, from: 2, to: 1, 100)
        let outcome = state.apply(Sample.journal(1, transfer), at: Sample.instant(7))
        let events = outcome.events
        try #require(events.count == 2)
        guard case .transferMade(let made) = events[0],
            case .journalDecided(let decided) = events[1]
        else {
            Issue.record("other events: \(events)")
            return
        }
        let entries = try #require(made.entries)
        #expect(made.record.transfer == transfer)
        #expect(made.record.bookedAt == Sample.instant(7))
        #expect((made.record.journalID, made.record.journalIndex) == (Sample.journalID(1), 0))
        #expect(entries.debit.accountID == Sample.accountID(2))
        #expect(entries.credit.accountID == Sample.accountID(1))
        #expect((entries.debit.side, entries.credit.side) == (.debit, .credit))
        #expect(entries.debit.balanceAfter == Sample.rupees(100))
        #expect(entries.debit.signedMinorUnits(normalBalance: .debit) == 100)
        #expect(entries.debit.signedMinorUnits(normalBalance: .credit) == -100)
        #expect(made.debitAccount == state.account(Sample.accountID(2)))
        #expect(made.creditAccount == state.account(Sample.accountID(1)))
        #expect(decided.decision == Decision(decidedAt: Sample.instant(7)))
        #expect(state.journal(Sample.journalID(1)) == decided)
    }

    @Test("a void tells the end of the pending transfer and makes no entry")
    func eventsOfVoid() throws {
        var state = books()
        let pend = Sample.transfer(1, from: 2, to: 1, 100, .pend(expiresAt: nil))
        _ = state.apply(Sample.journal(1, pend), at: Sample.instant(7))
        let void = Sample.transfer(2, from: 2, to: 1, 100, .void(pend.id))
        let outcome = state.apply(Sample.journal(2, void), at: Sample.instant(8))
        guard case .transferMade(let made) = outcome.events.first else {
            Issue.record("other events: \(outcome)")
            return
        }
        #expect(made.entries == nil)
        #expect(
            made.resolution
                == PendingResolution(
                    pendingID: pend.id,
                    status: .voided,
                    resolvedBy: void.id,
                    resolvedAt: Sample.instant(8)
                )
        )
        #expect(state.transfer(pend.id)?.pendingStatus == .voided)
        #expect(state.transfer(pend.id)?.resolution == made.resolution)
    }

    @Test("a refused journal is told to the store, and a malformed one is not")
    func eventsOfRefusal() {
        var state = books()
        let transfer = Sample.transfer(1, from: 2, to: 9, 100)
        let outcome = state.apply(Sample.journal(1, transfer), at: Sample.instant(7))
        let refusal = Refusal(.creditAccountNotFound, at: 0)
        let record = JournalRecord(
            journal: Journal(id: Sample.journalID(1), transfers: [transfer]),
            decision: Decision(refusal: refusal, decidedAt: Sample.instant(7))
        )
        #expect(outcome == .rejected(refusal, [.journalDecided(record)]))
        let malformed = state.apply(Sample.journal(0, transfer), at: Sample.instant(8))
        #expect(malformed.events.isEmpty)
        let again = state.apply(Sample.journal(1, transfer), at: Sample.instant(9))
        #expect(again == .exists(record.decision))
    }

    @Test("a journal may have 8,189 transfers, and not one more")
    func journalLength() {
        var state = books()
        let transfers = (1...8_190).map { Sample.transfer($0, from: 2, to: 1, 1) }
        let long = Journal(id: Sample.journalID(1), transfers: transfers)
        let fitting = Journal(id: Sample.journalID(1), transfers: Array(transfers.dropLast()))
        let tooLong = state.apply(.postJournal(long), at: .epoch)
        #expect(tooLong == .rejected(Refusal(.journalIsTooLong), []))
        let accepted = state.apply(.postJournal(fitting), at: .epoch)
        #expect(accepted.refusal == nil)
        #expect(state.account(Sample.accountID(1))?.version == 8_189)
        #expect(state.checkInvariants() == [])
    }

    @Test("due pending transfers expire together, and release their holds")
    func duePendings() {
        var state = books()
        for (number, end) in [(1, 30), (2, 10), (3, 20), (4, 99)] as [(Int, Int64)] {
            let kind = TransferKind.pend(expiresAt: Sample.instant(end))
            let transfer = Sample.transfer(number, from: 2, to: 1, 1, kind)
            _ = state.apply(Sample.journal(number, transfer), at: Sample.instant(1))
        }
        let due = [2, 3, 1].map { number in
            DuePending(
                pendingID: Sample.transferID(number),
                debitAccountID: Sample.accountID(2),
                creditAccountID: Sample.accountID(1)
            )
        }
        let outcome = state.apply(.expirePendings(due), at: Sample.instant(30))
        #expect(outcome.events.count == 3)
        #expect(state.account(Sample.accountID(2))?.counters.debitsPending == 1)
    }

    @Test("nothing is loaded twice")
    func loadsOnce() throws {
        var state = books()
        let account = try #require(state.account(Sample.accountID(1)))
        let isLoadedAgain = state.load(account)
        var other = LedgerState()
        let isLoaded = other.load(account)
        #expect(!isLoadedAgain)
        #expect(isLoaded)
        #expect(other.account(account.id) == account)
    }

    @Test("available money is what is booked, less what is held, plus the overdraft")
    func available() throws {
        var state = LedgerState()
        let overdraft = AccountLimits(minimumBalance: -500)
        let wide = AccountLimits(minimumBalance: .min)
        for command in [
            Sample.opening(1, .credit, overdraft), Sample.opening(2, .debit),
            Sample.opening(3, .credit, wide),
            Sample.journal(1, Sample.transfer(1, from: 2, to: 1, 100)),
            Sample.journal(2, Sample.transfer(2, from: 1, to: 2, 30, .pend(expiresAt: nil))),
        ] {
            let outcome = state.apply(command, at: .epoch)
            try #require(outcome.refusal == nil)
        }
        let account = try #require(state.account(Sample.accountID(1)))
        #expect(account.booked == Sample.rupees(100))
        #expect(account.held == Sample.rupees(30))
        #expect(account.available == Sample.rupees(570))
        // More than 64 bits can hold is shown as the most they can.
        #expect(state.account(Sample.accountID(3))?.available == Sample.rupees(.max))
    }

    @Test("stored counters that are negative or too large are refused")
    func refusesCounters() {
        func counters(_ values: [Int64]) -> AccountCounters? {
            AccountCounters(
                debitsPending: values[0],
                debitsPosted: values[1],
                creditsPending: values[2],
                creditsPosted: values[3]
            )
        }
        #expect(counters([0, .max, 1, 2]) != nil)
        #expect(counters([1, .max, 0, 0]) == nil)
        for place in 0..<4 {
            var values: [Int64] = [5, 5, 5, 5]
            values[place] = -1
            #expect(counters(values) == nil)
        }
    }

    @Test("a stored end of a pending transfer is refused when its parts do not fit")
    func refusesResolution() {
        func resolution(_ status: PendingStatus, _ by: TransferID?) -> PendingResolution? {
            PendingResolution(
                pendingID: Sample.transferID(1),
                status: status,
                resolvedBy: by,
                resolvedAt: .epoch
            )
        }
        #expect(resolution(.posted, Sample.transferID(2)) != nil)
        #expect(resolution(.expired, nil) != nil)
        #expect(resolution(.posted, nil) == nil)
        #expect(resolution(.expired, Sample.transferID(2)) == nil)
        #expect(resolution(.pending, nil) == nil)
        #expect(resolution(.none, nil) == nil)
    }
}
