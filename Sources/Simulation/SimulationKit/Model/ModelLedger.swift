import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// The model's ledger: accounts, transfers, and the first answer to each journal.
///
/// Source: docs/LEDGER_RULES.md, implemented a second time on purpose. None of the bank's code is
/// used.
struct ModelLedger: Sendable {
    var accounts: [AccountID: Account] = [:]
    var transfers: [TransferID: Made] = [:]
    var journals: [JournalID: Decided] = [:]
    /// Latest time at which a transfer was booked, a hold ended or a journal was refused.
    var latest = Instant.epoch

    /// The sums of debits and credits of an account, posted and held.
    struct Counters: Hashable, Sendable {
        var debits: Int64 = 0
        var credits: Int64 = 0
        var heldDebits: Int64 = 0
        var heldCredits: Int64 = 0
    }

    /// The lowest and the highest balance that an account may have.
    struct Bounds: Hashable, Sendable {
        var minimum: Int64?
        var maximum: Int64?
    }

    /// An account with its counters and entries.
    struct Account: Sendable {
        let side: Side
        let currency: Currency
        let holder: String
        var bounds: Bounds
        var isClosed = false
        var counters = Counters()
        var entries: [EntryRecord] = []

        /// The balance, counted on the account's normal side.
        var balance: Int64 {
            let grown = counters.credits - counters.debits
            return side == .credit ? grown : -grown
        }
        /// The amount that pending holds will take away.
        var held: Int64 { side == .credit ? counters.heldDebits : counters.heldCredits }
    }

    /// A transfer with its fate.
    struct Made: Sendable {
        let transfer: Transfer
        let journal: JournalID
        let narrative: Narrative
        var end: PendingStatus
        var isReversed = false
    }

    /// A journal and the first answer to it.
    struct Decided: Sendable {
        let transfers: [Transfer]
        let narratives: [Narrative]
        let refusal: Refused?
    }

    /// A broken rule, with the index of the transfer that broke it.
    struct Refused: Hashable, Sendable {
        let rejection: Rejection
        let index: Int?
    }

    mutating func open(_ account: Town.TownAccount) {
        accounts[account.id] = Account(
            side: account.side,
            currency: account.currency,
            holder: account.word,
            bounds: Bounds(minimum: account.minimum, maximum: account.maximum)
        )
    }

    /// Decides and applies a journal, or repeats the first answer to it.
    ///
    /// - Parameters:
    ///   - posting: The journal, with the narratives of its transfers.
    ///   - maker: The member of staff who makes it for somebody else; nil if there is none.
    ///   - told: The latest time of the journals before it in the same call, including those that
    ///     wrote nothing.
    ///   - now: The time against which expiry is judged. Transfers are booked at this time, or at the
    ///     latest booking if that is later.
    /// - Returns: The refusal, if there is one, and the facts that are written.
    mutating func post(
        _ posting: Posting,
        maker: UserID? = nil,
        after told: Instant = .epoch,
        at now: Instant
    ) -> (refusal: Refused?, facts: [Fact]) {
        let journal = posting.journal
        if let shape = Self.shapeRefusal(of: journal) {
            return (Refused(rejection: shape, index: nil), [])
        }
        if let known = journals[journal.id] {
            return (Self.difference(of: posting, from: known) ?? known.refusal, [])
        }
        // The booked time never decreases.
        let time = max(now, latest, told)
        let before = self
        var facts: [Fact] = []
        for (index, transfer) in journal.transfers.enumerated() {
            if let rejection = rejection(of: transfer, in: journal.id, at: now) {
                self = before
                let refusal = Refused(rejection: rejection, index: index)
                latest = time
                journals[journal.id] = Decided(posting, refusal)
                return (refusal, [.journalRefused(journal.id, rejection, index: index, at: time)])
            }
            facts.append(
                .transfer(transfer, journal.id, index: index, bookedAt: time, maker: maker)
            )
            let narrative = posting.narratives[index]
            facts += carryOut(transfer, journal.id, narrative, isByStaff: maker != nil, at: time)
        }
        latest = time
        journals[journal.id] = Decided(posting, nil)
        return (nil, facts)
    }

    /// Releases the holds that are due, earliest first and up to a limit.
    mutating func expire(at now: Instant, limit: Int) -> (ended: [TransferID], time: Instant) {
        let due = transfers.values.filter { made in
            made.end == .pending && (made.transfer.kind.expiresAt.map { $0 <= now } ?? false)
        }
        .sorted { left, right in
            let (first, second) = (left.transfer, right.transfer)
            guard first.kind.expiresAt == second.kind.expiresAt else {
                return first.kind.expiresAt ?? .epoch < second.kind.expiresAt ?? .epoch
            }
            return first.id < second.id
        }
        .prefix(limit)
        for made in due {
            release(made.transfer)
            transfers[made.transfer.id]?.end = .expired
        }
        let time = max(now, latest)
        if !due.isEmpty { latest = time }
        return (due.map(\.transfer.id), time)
    }

    /// Returns the current counters of the accounts that the facts moved.
    func moved(by facts: [Fact]) -> [Fact] {
        var ids: Set<AccountID> = []
        for fact in facts {
            switch fact {
            case .transfer(let transfer, _, _, _, _):
                ids.formUnion([transfer.debitAccountID, transfer.creditAccountID])
            case .resolved(let id, _, _, _):
                guard let pending = transfers[id]?.transfer else { continue }
                ids.formUnion([pending.debitAccountID, pending.creditAccountID])
            default: break
            }
        }
        return ids.sorted().compactMap { id in
            accounts[id].map {
                .account(id, $0.counters, $0.bounds, isClosed: $0.isClosed)
            }
        }
    }

    private mutating func carryOut(
        _ transfer: Transfer,
        _ journal: JournalID,
        _ narrative: Narrative,
        isByStaff: Bool,
        at time: Instant
    ) -> [Fact] {
        var made = Made(transfer: transfer, journal: journal, narrative: narrative, end: .none)
        var facts: [Fact] = []
        let amount = transfer.amount.minorUnits
        switch transfer.kind {
        case .direct: break
        case .reversal(let id): transfers[id]?.isReversed = true
        case .pend:
            made.end = .pending
            accounts[transfer.debitAccountID]?.counters.heldDebits += amount
            accounts[transfer.creditAccountID]?.counters.heldCredits += amount
        case .post(let id), .void(let id):
            let end: PendingStatus = transfer.kind.isBooked ? .posted : .voided
            if let pending = transfers[id]?.transfer { release(pending) }
            transfers[id]?.end = end
            facts.append(.resolved(id, end, by: transfer.id, at: time))
        }
        transfers[transfer.id] = made
        guard transfer.kind.isBooked else { return facts }
        accounts[transfer.debitAccountID]?.counters.debits += amount
        accounts[transfer.creditAccountID]?.counters.credits += amount
        for side in [Side.debit, .credit] {
            let id = side == .debit ? transfer.debitAccountID : transfer.creditAccountID
            guard let account = accounts[id] else { continue }
            let counterparty =
                side == .debit ? narrative.shownToDebtor : narrative.shownToCreditor
            let entry = EntryRecord(
                accountID: id,
                accountSequence: Int64(account.entries.count) + 1,
                journalID: journal,
                transferID: transfer.id,
                amount: Money(
                    minorUnits: side == account.side ? amount : -amount,
                    currency: transfer.amount.currency
                ),
                balanceAfterMinorUnits: account.balance,
                bookedAt: time,
                valueDate: transfer.valueDate,
                code: transfer.code,
                counterparty: counterparty,
                reference: narrative.reference,
                isMadeByStaff: isByStaff
            )
            accounts[id]?.entries.append(entry)
            facts.append(.entry(entry))
        }
        return facts
    }

    private mutating func release(_ pending: Transfer) {
        accounts[pending.debitAccountID]?.counters.heldDebits -= pending.amount.minorUnits
        accounts[pending.creditAccountID]?.counters.heldCredits -= pending.amount.minorUnits
    }
}

extension ModelLedger.Decided {
    init(_ posting: Posting, _ refusal: ModelLedger.Refused?) {
        transfers = posting.journal.transfers
        narratives = posting.narratives
        self.refusal = refusal
    }
}
