import CoreVocabulary
import LedgerCore
import MoneyCore

/// Commands of a seed, of which most are right or wrong in one thing.
struct RandomCommands {
    private var random: SplitMix64
    private var seconds: Int64 = 1_000
    private var nextNumber = 1
    private var sent: [Journal] = []

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func next(_ ledger: NaiveLedger) -> (LedgerCommand, Instant) {
        seconds += Int64(random.next() % 5) - 1
        let command: LedgerCommand =
            switch random.next() % 100 {
            case 0..<6: open()
            case 6..<8: .closeAccount(accountID())
            case 8..<13: .changeLimits(accountID(), limits())
            case 13..<18: .expirePendings(due(ledger))
            default: .postJournal(journal(ledger))
            }
        return (command, Sample.instant(seconds))
    }

    private mutating func chance(_ percent: UInt64) -> Bool { random.next() % 100 < percent }

    private mutating func number() -> Int {
        nextNumber += 1
        return nextNumber
    }

    private mutating func accountID() -> AccountID {
        chance(1)
            ? AccountID(rawValue: chance(50) ? 0 : .max)
            : Sample.accountID(Int(random.next() % 9) + 1)
    }

    private mutating func amount() -> Int64 {
        switch random.next() % 40 {
        case 0: 0
        case 1: -5
        case 2: .max
        case 3: .max / 2
        default: Int64(random.next() % 100) + 1
        }
    }

    private mutating func currency() -> Currency { chance(5) ? .usDollar : .indianRupee }

    private mutating func limits() -> AccountLimits {
        func bound(_ random: inout SplitMix64) -> Int64? {
            random.next() % 3 == 0 ? Int64(random.next() % 600) - 300 : nil
        }
        return AccountLimits(
            debitsMustNotExceedCredits: chance(15),
            creditsMustNotExceedDebits: chance(15),
            minimumBalance: bound(&random),
            maximumBalance: bound(&random)
        )
    }

    private mutating func open() -> LedgerCommand {
        .openAccount(
            AccountOpening(
                id: accountID(),
                currency: chance(15) ? .usDollar : .indianRupee,
                normalBalance: chance(50) ? .debit : .credit,
                limits: chance(50) ? .none : limits()
            )
        )
    }

    private mutating func due(_ ledger: NaiveLedger) -> [DuePending] {
        var pendings: [DuePending] = []
        for made in ledger.made where pendings.count < 3 {
            let expiresAt = made.transfer.kind.expiresAt
            let isDue = expiresAt.map { $0 <= Sample.instant(seconds) } ?? false
            guard chance(isDue ? 60 : 1) else { continue }
            let isOpen = ledger.status(made.transfer.id) == .pending
            guard isOpen || chance(10) else { continue }
            let transfer = made.transfer
            pendings.append(
                DuePending(
                    pendingID: chance(2) ? Sample.transferID(999_999) : transfer.id,
                    debitAccountID: chance(2) ? accountID() : transfer.debitAccountID,
                    creditAccountID: chance(2) ? accountID() : transfer.creditAccountID
                )
            )
        }
        return pendings
    }

    private mutating func journal(_ ledger: NaiveLedger) -> Journal {
        if chance(8), let old = sent.randomElement(using: &random) { return changed(old) }
        let count = chance(70) ? 1 : Int(random.next() % 4)
        var trial = ledger
        var transfers: [Transfer] = []
        let id = chance(1) ? JournalID(rawValue: 0) : Sample.journalID(number())
        for _ in 0..<count {
            let transfer = transfer(trial)
            transfers.append(transfer)
            // Later transfers may act on earlier ones of the same journal.
            trial.made.append(.init(transfer: transfer, journalID: id))
        }
        let journal = Journal(id: id, transfers: transfers)
        sent.append(journal)
        return journal
    }

    private mutating func changed(_ journal: Journal) -> Journal {
        guard chance(60), let first = journal.transfers.first else { return journal }
        let other = transfer(first, changing: Int(random.next() % 12))
        return Journal(id: journal.id, transfers: [other] + journal.transfers.dropFirst())
    }

    /// A copy of a transfer with one field changed.
    private mutating func transfer(_ old: Transfer, changing field: Int) -> Transfer {
        Transfer(
            id: field == 0 ? Sample.transferID(number()) : old.id,
            debitAccountID: field == 1 ? accountID() : old.debitAccountID,
            creditAccountID: field == 2 ? accountID() : old.creditAccountID,
            amount: field == 3 ? Sample.rupees(amount()) : old.amount,
            kind: field == 4 ? .pend(expiresAt: Sample.instant(seconds + 50)) : old.kind,
            code: field == 5 ? 9 : old.code,
            endToEndID: field == 6 ? EndToEndID("other") : old.endToEndID,
            valueDate: field == 7 ? .latest : old.valueDate,
            eventAt: field == 8 ? Sample.instant(-1) : old.eventAt
        )
    }

    private mutating func transfer(_ ledger: NaiveLedger) -> Transfer {
        let known = ledger.made.randomElement(using: &random)?.transfer
        let pending = ledger.made.last { ledger.status($0.transfer.id) == .pending }?.transfer
        var id = Sample.transferID(number())
        if chance(1) { id = TransferID(rawValue: chance(50) ? 0 : .max) }
        if chance(2), let known { id = known.id }
        var made = Transfer(
            id: id,
            debitAccountID: accountID(),
            creditAccountID: accountID(),
            amount: Money(minorUnits: amount(), currency: currency()),
            kind: .direct,
            code: chance(2) ? 0 : 1,
            endToEndID: chance(10) ? EndToEndID("ref") : nil,
            valueDate: Sample.date,
            eventAt: .epoch
        )
        switch random.next() % 10 {
        case 0..<4: break
        case 4..<7:
            let expiresAt = Sample.instant(seconds + Int64(random.next() % 40) - 2)
            made = made.with(kind: .pend(expiresAt: chance(20) ? nil : expiresAt))
        case 7, 8:
            let target = chance(80) ? pending ?? known : known
            if let target { made = acting(made, on: target, isReversal: false) }
        default:
            if let known { made = acting(made, on: known, isReversal: true) }
        }
        return made
    }

    private mutating func acting(
        _ transfer: Transfer,
        on target: Transfer,
        isReversal: Bool
    ) -> Transfer {
        let targetID = chance(3) ? Sample.transferID(999_999) : target.id
        let debit = isReversal ? target.creditAccountID : target.debitAccountID
        let credit = isReversal ? target.debitAccountID : target.creditAccountID
        let kind: TransferKind =
            isReversal ? .reversal(of: targetID) : chance(70) ? .post(targetID) : .void(targetID)
        let most = max(1, target.amount.minorUnits)
        let part = chance(40) ? Int64(random.next() % UInt64(most)) + 1 : most
        let minorUnits = chance(5) ? most &+ 1 : kind.code == 3 ? part : most
        return Transfer(
            id: transfer.id,
            debitAccountID: chance(3) ? accountID() : debit,
            creditAccountID: chance(3) ? accountID() : credit,
            amount: Money(minorUnits: minorUnits, currency: target.amount.currency),
            kind: kind,
            code: transfer.code,
            valueDate: transfer.valueDate,
            eventAt: transfer.eventAt
        )
    }
}

extension Transfer {
    /// A copy of another kind.
    func with(kind: TransferKind) -> Transfer {
        Transfer(
            id: id,
            debitAccountID: debitAccountID,
            creditAccountID: creditAccountID,
            amount: amount,
            kind: kind,
            code: code,
            endToEndID: endToEndID,
            valueDate: valueDate,
            eventAt: eventAt
        )
    }
}
