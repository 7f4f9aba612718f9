import CoreVocabulary
import LedgerCore
import MoneyCore

/// The obvious ledger: a list of what was made, from which everything is worked out anew.
///
/// It shares no rule with LedgerState: it finds all rules that a transfer breaks and answers the
/// one with the lowest code, where LedgerState stops at the first.
struct NaiveLedger {
    struct Made {
        var transfer: Transfer
        var journalID: JournalID
    }

    struct Counted: Equatable {
        var debitsPending = Int128(0)
        var debitsPosted = Int128(0)
        var creditsPending = Int128(0)
        var creditsPosted = Int128(0)
        var entries = Int64(0)

        var isNothing: Bool { self == Counted(entries: entries) }
    }

    enum Answer: Equatable {
        case accepted
        case exists(Rejection?)
        case rejected(Rejection, Int?)
    }

    var openings: [AccountOpening] = []
    var limits: [AccountID: AccountLimits] = [:]
    var closed: Set<AccountID> = []
    var made: [Made] = []
    var expired: Set<TransferID> = []
    var journals: [(journal: Journal, rejection: Rejection?)] = []
    var now = Instant.epoch

    mutating func apply(_ command: LedgerCommand, at instant: Instant) -> Answer {
        now = instant
        return switch command {
        case .openAccount(let opening): open(opening)
        case .closeAccount(let id): close(id)
        case .changeLimits(let id, let limits): change(id, limits)
        case .postJournal(let journal): post(journal)
        case .expirePendings(let pendings): expire(pendings)
        }
    }

    func opening(_ id: AccountID) -> AccountOpening? { openings.first { $0.id == id } }

    func counted(_ id: AccountID) -> Counted {
        var counted = Counted()
        for one in made {
            let amount = Int128(one.transfer.amount.minorUnits)
            let isDebit = one.transfer.debitAccountID == id
            guard isDebit || one.transfer.creditAccountID == id else { continue }
            switch one.transfer.kind {
            case .void: continue
            case .pend:
                guard status(one.transfer.id) == .pending else { continue }
                if isDebit {
                    counted.debitsPending += amount
                } else {
                    counted.creditsPending += amount
                }
            case .direct, .post, .reversal:
                if isDebit {
                    counted.debitsPosted += amount
                } else {
                    counted.creditsPosted += amount
                }
                counted.entries += 1
            }
        }
        return counted
    }

    func status(_ id: TransferID) -> PendingStatus {
        guard let one = made.first(where: { $0.transfer.id == id }) else { return .none }
        guard case .pend = one.transfer.kind else { return .none }
        if made.contains(where: { $0.transfer.kind == .post(id) }) { return .posted }
        if made.contains(where: { $0.transfer.kind == .void(id) }) { return .voided }
        return expired.contains(id) ? .expired : .pending
    }

    // MARK: Accounts

    private mutating func open(_ opening: AccountOpening) -> Answer {
        var broken: Set<Rejection> = []
        if opening.id.isReserved { broken.insert(.accountIDIsReserved) }
        if let known = self.opening(opening.id) {
            if known.currency != opening.currency {
                broken.insert(.accountExistsWithDifferentCurrency)
            }
            if known.normalBalance != opening.normalBalance {
                broken.insert(.accountExistsWithDifferentNormalBalance)
            }
            if limits[opening.id] != opening.limits {
                broken.insert(.accountExistsWithDifferentLimits)
            }
            return answer(broken) ?? .exists(nil)
        }
        broken.formUnion(limitProblems(opening.limits, Counted(), opening))
        if let answer = answer(broken) { return answer }
        openings.append(opening)
        limits[opening.id] = opening.limits
        return .accepted
    }

    private mutating func close(_ id: AccountID) -> Answer {
        guard opening(id) != nil else { return .rejected(.accountNotFound, nil) }
        var broken: Set<Rejection> = []
        let counted = counted(id)
        if closed.contains(id) { broken.insert(.accountIsClosed) }
        if counted.debitsPending != 0 || counted.creditsPending != 0 {
            broken.insert(.accountHasPendings)
        }
        if counted.debitsPosted != counted.creditsPosted { broken.insert(.accountHasBalance) }
        if let answer = answer(broken) { return answer }
        closed.insert(id)
        return .accepted
    }

    private mutating func change(_ id: AccountID, _ limits: AccountLimits) -> Answer {
        var broken: Set<Rejection> = []
        if let opening = opening(id) {
            broken.formUnion(limitProblems(limits, counted(id), opening))
        } else {
            broken.insert(.accountNotFound)
            if let low = limits.minimumBalance, let high = limits.maximumBalance, low > high {
                broken.insert(.minimumExceedsMaximum)
            }
        }
        if closed.contains(id) { broken.insert(.accountIsClosed) }
        if let answer = answer(broken) { return answer }
        self.limits[id] = limits
        return .accepted
    }

    private func limitProblems(
        _ limits: AccountLimits,
        _ counted: Counted,
        _ opening: AccountOpening
    ) -> Set<Rejection> {
        var broken: Set<Rejection> = []
        if let low = limits.minimumBalance, let high = limits.maximumBalance, low > high {
            broken.insert(.minimumExceedsMaximum)
        }
        let problems = Problems(counted, limits, opening.normalBalance)
        if problems.any { broken.insert(.limitsAreNotKept) }
        return broken
    }

    private func answer(_ broken: Set<Rejection>) -> Answer? {
        broken.min { $0.rawValue < $1.rawValue }.map { .rejected($0, nil) }
    }

    // MARK: Journals

    private mutating func post(_ journal: Journal) -> Answer {
        if journal.id.isReserved { return .rejected(.journalIDIsReserved, nil) }
        if journal.transfers.isEmpty { return .rejected(.journalIsEmpty, nil) }
        if journal.transfers.count > 8_189 { return .rejected(.journalIsTooLong, nil) }
        if let first = journals.first(where: { $0.journal.id == journal.id }) {
            return compare(journal, first.journal) ?? .exists(first.rejection)
        }
        var trial = self
        for (index, transfer) in journal.transfers.enumerated() {
            let broken = trial.brokenRules(transfer, in: journal.id)
            if let first = broken.min(by: { $0.rawValue < $1.rawValue }) {
                journals.append((journal, first))
                return .rejected(first, index)
            }
            trial.made.append(Made(transfer: transfer, journalID: journal.id))
        }
        made = trial.made
        journals.append((journal, nil))
        return .accepted
    }

    private func compare(_ journal: Journal, _ first: Journal) -> Answer? {
        if journal.transfers.count != first.transfers.count {
            return .rejected(.existsWithDifferentTransferCount, nil)
        }
        for index in journal.transfers.indices {
            let (new, old) = (journal.transfers[index], first.transfers[index])
            let pairs: [(Bool, Rejection)] = [
                (new.id == old.id, .existsWithDifferentTransferID),
                (new.kind.code == old.kind.code, .existsWithDifferentKind),
                (new.kind.actsOn == old.kind.actsOn, .existsWithDifferentActsOn),
                (new.kind.expiresAt == old.kind.expiresAt, .existsWithDifferentExpiry),
                (new.debitAccountID == old.debitAccountID, .existsWithDifferentDebitAccount),
                (new.creditAccountID == old.creditAccountID, .existsWithDifferentCreditAccount),
                (new.amount.currency == old.amount.currency, .existsWithDifferentCurrency),
                (new.amount.minorUnits == old.amount.minorUnits, .existsWithDifferentAmount),
                (new.code == old.code, .existsWithDifferentCode),
                (new.endToEndID == old.endToEndID, .existsWithDifferentEndToEndID),
                (new.valueDate == old.valueDate, .existsWithDifferentValueDate),
                (new.eventAt == old.eventAt, .existsWithDifferentEventAt),
            ]
            if let (_, rejection) = pairs.first(where: { !$0.0 }) {
                return .rejected(rejection, index)
            }
        }
        return nil
    }

    private mutating func expire(_ pendings: [DuePending]) -> Answer {
        let before = expired
        for (index, due) in pendings.enumerated() {
            var broken: Set<Rejection> = []
            if opening(due.debitAccountID) == nil { broken.insert(.debitAccountNotFound) }
            if opening(due.creditAccountID) == nil { broken.insert(.creditAccountNotFound) }
            if let one = made.first(where: { $0.transfer.id == due.pendingID }) {
                broken.formUnion(
                    pendingProblems(one.transfer, due.debitAccountID, due.creditAccountID)
                )
                let expiresAt = one.transfer.kind.expiresAt
                if expiresAt == nil || expiresAt.map({ $0 > now }) == true {
                    broken.insert(.pendingTransferIsNotDue)
                }
            } else {
                broken.insert(.pendingTransferNotFound)
            }
            if let first = broken.min(by: { $0.rawValue < $1.rawValue }) {
                expired = before
                return .rejected(first, index)
            }
            expired.insert(due.pendingID)
        }
        return .accepted
    }
}
