import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import Testing

@testable import SimulationKit
import SyncCore

// Goal: accounts are closed in stories, in every state that an account can be in, and the model
// knows what may come of it.
// Method: the model's ledger by itself, and what the office is answered in the first seeds.
@Suite("closed accounts in the simulator")
struct ClosingTests {
    private static let spare = Town.accounts[4]

    private static func posting(
        _ number: UInt128,
        from debit: AccountID,
        to credit: AccountID,
        _ minorUnits: Int64,
        _ kind: TransferKind = .direct
    ) -> Posting {
        let transfer = Transfer(
            id: TransferID(rawValue: number),
            debitAccountID: debit,
            creditAccountID: credit,
            amount: Money(minorUnits: minorUnits, currency: .indianRupee),
            kind: kind,
            code: TransferCode.externalPayment.rawValue,
            valueDate: ZoneOffset.india.date(of: WorldTime.start),
            eventAt: WorldTime.start
        )
        return Posting(
            journal: Journal(id: JournalID(rawValue: number), transfers: [transfer]),
            narratives: [Narrative(shownToDebtor: "", shownToCreditor: "", reference: "")]
        )
    }

    @Test("the model closes an account once, with nothing on it and nothing on its way to it")
    func closing() {
        var ledger = ModelState.founding.ledger
        let (cash, spare) = (Town.cash(of: .indianRupee), Self.spare.id)
        #expect(ledger.close(AccountID(rawValue: 7)) == .accountNotFound)
        #expect(ledger.close(spare) == .accountHasBalance)
        let (all, time) = (Self.spare.openingMinorUnits, WorldTime.start)
        #expect(ledger.post(Self.posting(900, from: spare, to: cash, all), at: time).0 == nil)
        let announced = Self.posting(901, from: cash, to: spare, 5, .pend(expiresAt: nil))
        #expect(ledger.post(announced, at: time).0 == nil)
        #expect(ledger.close(spare) == .accountHasPendings)
        let end = TransferKind.void(TransferID(rawValue: 901))
        #expect(ledger.post(Self.posting(902, from: cash, to: spare, 5, end), at: time).0 == nil)
        #expect(ledger.close(spare) == nil)
        #expect(ledger.close(spare) == .accountIsClosed)
        let bounds = ModelLedger.Bounds(minimum: nil, maximum: nil)
        #expect(ledger.change(spare, to: bounds) == .accountIsClosed)
        let late = ledger.post(Self.posting(903, from: cash, to: spare, 5), at: time).0
        #expect(late?.rejection == .creditAccountIsClosed)
    }

    @Test("in the first seeds accounts are closed, and refused to be for each reason")
    func answers() {
        let answers = (UInt64(1)...60).flatMap { seed in
            Self.answers(to: "closeAccount", in: Simulation(seed: seed).run(isTraceKept: true))
        }
        for word in ["done", "accountHasBalance", "accountHasPendings"] {
            #expect(answers.contains { $0.contains(word) }, "\(word)")
        }
    }

    /// The answers that the office got to one kind of act.
    private static func answers(to act: String, in result: SimulationResult) -> [String] {
        let lines = result.trace.filter { $0.contains("office: ") || $0.contains("office ←") }
        return zip(lines, lines.dropFirst()).filter { $0.0.contains("office: \(act)") }.map(\.1)
    }

    // Symptom: a journal that was known already let a later one of the same call, handed in with an
    // earlier time, be booked later than the model had it. Cause: the time of each counts.
    @Test("the time of a journal counts for those after it in the same call")
    func timesOfOneCall() {
        var ledger = ModelState.founding.ledger
        let posting = Self.posting(900, from: Self.spare.id, to: Town.cash(of: .indianRupee), 5)
        let told = WorldTime.start.adding(seconds: 9)
        let early = WorldTime.start.adding(seconds: 1)
        let facts = ledger.post(posting, after: told, at: early).1
        let isLate = facts.contains { fact in
            if case .transfer(_, _, _, let bookedAt, _) = fact { bookedAt == told } else { false }
        }
        #expect(isLate)
    }
}
