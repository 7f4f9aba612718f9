// Goal: the lower code is the answer to two broken rules, for every pair of rules that one transfer
// can break at once.
// Method: every pair of ways to spoil a right transfer, of each kind, in the same books; the naive
// ledger finds all rules that the result breaks, and the lowest one is expected.
import CoreVocabulary
import LedgerCore
import MoneyCore
import Testing

@Suite("Precedence")
struct PrecedenceTests {
    @Test("the lowest code of all broken rules is answered")
    func lowestCodeWins() throws {
        var pairs: Set<[Rejection]> = []
        for kind in Spoiled.kinds {
            for first in Spoiled.changes {
                for second in Spoiled.changes {
                    var spoiled = Spoiled(kind)
                    spoiled.apply(first)
                    spoiled.apply(second)
                    let broken = try answer(spoiled)
                    for left in broken {
                        for right in broken where left.rawValue < right.rawValue {
                            pairs.insert([left, right])
                        }
                    }
                }
            }
        }
        // Counted once; fewer means that a way to spoil a transfer has stopped working.
        #expect(pairs.count >= 364, "only \(pairs.count) pairs were seen")
        let seen = Set(pairs.flatMap { $0 })
        for rejection in Self.rulesOfOneTransfer {
            #expect(seen.contains(rejection), "\(rejection) never met another rule")
        }
    }

    private func answer(_ spoiled: Spoiled) throws -> Set<Rejection> {
        var state = LedgerState()
        var naive = NaiveLedger()
        for (seconds, command) in Spoiled.books {
            let outcome = state.apply(command, at: Sample.instant(seconds))
            _ = naive.apply(command, at: Sample.instant(seconds))
            try #require(outcome.refusal == nil)
        }
        let transfer = spoiled.transfer
        let journal = Journal(id: Sample.journalID(900), transfers: [transfer])
        let now = Sample.instant(Spoiled.now)
        _ = naive.apply(.expirePendings([]), at: now)
        let broken = naive.brokenRules(transfer, in: journal.id)
        let outcome = state.apply(.postJournal(journal), at: now)
        let lowest = broken.min { $0.rawValue < $1.rawValue }
        try #require(outcome.refusal?.rejection == lowest, "\(transfer) breaks \(broken)")
        return broken
    }

    /// Every rule that a transfer can break whose journal is right and new.
    private static let rulesOfOneTransfer = Rejection.allCases.filter {
        (2_140..<8_000).contains($0.rawValue)
            // These two need a second transfer in the journal, or an expiry.
            && $0 != .transferIDIsRepeated && $0 != .pendingTransferIsNotDue
    }
}

/// A transfer that is right until it is spoiled.
private struct Spoiled {
    static let now: Int64 = 500

    var number = 100
    var debit = 1
    var credit = 2
    var minorUnits: Int64 = 10
    var currency = Currency.indianRupee
    var kind: TransferKind
    var code: UInt16 = 1

    init(_ kind: TransferKind) {
        self.kind = kind
        if case .reversal = kind { swap(&debit, &credit) }
    }

    var transfer: Transfer {
        Transfer(
            id: number < 0 ? TransferID(rawValue: .max) : Sample.transferID(number),
            debitAccountID: Sample.accountID(debit),
            creditAccountID: Sample.accountID(credit),
            amount: Money(minorUnits: minorUnits, currency: currency),
            kind: kind,
            code: code,
            valueDate: Sample.date,
            eventAt: .epoch
        )
    }

    static let kinds: [TransferKind] = [
        .direct, .pend(expiresAt: nil), .post(Sample.transferID(11)),
        .void(Sample.transferID(11)), .reversal(of: Sample.transferID(10)),
    ]

    /// The books in which transfers are spoiled.
    ///
    /// Accounts 1 and 2 are right; 3 and 4 are full and may lose nothing; 5 and 6 are closed; 7
    /// holds dollars; 8, 9, 20 and 21 have bounds. Transfers 10 to 17 are there to act on.
    static let books: [(Int64, LedgerCommand)] = {
        let capped = AccountLimits(debitsMustNotExceedCredits: true)
        let other = AccountLimits(creditsMustNotExceedDebits: true)
        let bounds = AccountLimits(minimumBalance: 0, maximumBalance: 0)
        let accounts: [LedgerCommand] = [
            Sample.opening(1), Sample.opening(2, .debit), Sample.opening(3, .debit),
            Sample.opening(4), Sample.opening(5), Sample.opening(6),
            Sample.opening(7, currency: .usDollar), Sample.opening(8, .credit, capped),
            Sample.opening(9, .debit, other), Sample.opening(20, .credit, bounds),
            Sample.opening(21, .debit, bounds),
        ]
        let transfers = [
            Sample.transfer(10, from: 1, to: 2, 10),
            Sample.transfer(11, from: 1, to: 2, 10, .pend(expiresAt: nil)),
            Sample.transfer(12, from: 1, to: 2, 10, .pend(expiresAt: Sample.instant(400))),
            Sample.transfer(13, from: 1, to: 2, 10, .pend(expiresAt: nil)),
            Sample.transfer(14, from: 1, to: 2, 10, .post(Sample.transferID(13))),
            Sample.transfer(15, from: 1, to: 2, 10, .pend(expiresAt: nil)),
            Sample.transfer(16, from: 1, to: 2, 10, .void(Sample.transferID(15))),
            Sample.transfer(17, from: 2, to: 1, 10, .reversal(of: Sample.transferID(14))),
            Sample.transfer(18, from: 3, to: 4, .max),
        ]
        let journals = transfers.enumerated().map { Sample.journal($0.offset + 1, $0.element) }
        let closings = [5, 6].map { LedgerCommand.closeAccount(Sample.accountID($0)) }
        return (accounts + journals + closings).map { (0, $0) }
    }()

    /// One thing that can be changed about a right transfer.
    enum Change {
        case none
        case number(Int)
        case code(UInt16)
        case minorUnits(Int64)
        case debit(Int)
        case credit(Int)
        case creditIsDebit
        case debitIsCredit
        case currency(Currency)
        case expiry(Int64)
        case actsOn(Int)
    }

    /// The changes, each of which breaks a rule for at least one kind, or none at all.
    static let changes: [Change] = [
        .none, .number(10), .number(0), .number(-1), .code(0), .minorUnits(0), .minorUnits(11),
        .minorUnits(9), .minorUnits(.max), .creditIsDebit, .debitIsCredit, .debit(99),
        .credit(99), .debit(7), .credit(7), .currency(.usDollar), .expiry(now), .debit(5),
        .credit(6), .debit(3), .credit(4), .debit(8), .credit(9), .debit(20), .credit(20),
        .debit(21), .credit(21), .actsOn(99), .actsOn(10), .actsOn(11), .actsOn(12), .actsOn(13),
        .actsOn(14), .actsOn(15), .actsOn(16), .actsOn(17),
    ]

    mutating func apply(_ change: Change) {
        switch change {
        case .none: break
        case .number(let value): number = value
        case .code(let value): code = value
        case .minorUnits(let value): minorUnits = value
        case .debit(let value): debit = value
        case .credit(let value): credit = value
        case .creditIsDebit: credit = debit
        case .debitIsCredit: debit = credit
        case .currency(let value): currency = value
        case .expiry(let seconds): kind = .pend(expiresAt: Sample.instant(seconds))
        case .actsOn(let value): act(on: Sample.transferID(value))
        }
    }

    private mutating func act(on id: TransferID) {
        switch kind {
        case .direct, .pend: break
        case .post: kind = .post(id)
        case .void: kind = .void(id)
        case .reversal: kind = .reversal(of: id)
        }
    }
}
