import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Corrections by the bank itself, which reads first and posts one transfer of its own afterwards.
struct CorrectionRules: ActRules {
    /// A drafted transfer, or the reason why there is none.
    enum Draft {
        case posting(Posting)
        case refused(BankError.Code)
    }

    let foresight: Foresight

    /// Returns the outcomes of a correction.
    ///
    /// It is drafted and booked at two readings of the clock, and the draft may stem from an
    /// earlier state.
    func moves(_ draft: (CorrectionRules) -> Draft) -> [Move] {
        let times = act.readings.value.isEmpty ? [now] : act.readings.value
        return times.filter { $0 <= now }.map { draftedAt in
            switch draft(CorrectionRules(foresight: foresight.at(draftedAt))) {
            case .refused(let code): Move.office(.refused(code))
            case .posting(let posting): book(posting)
            }
        }
    }

    private func book(_ posting: Posting) -> Move {
        var after = state
        let (refusal, written) = after.ledger.post(posting, at: now)
        var facts = written + after.ledger.moved(by: written)
        facts.append(foresight.posted(posting.journal.id, [refusal]))
        let id = posting.journal.transfers[0].id
        var answer: OfficeAnswer = .booked(id)
        if case .office(.voidHold) = act.wish { answer = .done }
        if let refusal { answer = .refused(.ledgerRefused(refusal.rejection)) }
        return Move(facts: facts, after: after, answer: .office(answer))
    }

    /// Drafts the mirror of a transfer; each side is shown the other as in the first entries.
    func reversal(of id: TransferID, _ reference: String?) -> Draft {
        guard let first = state.ledger.transfers[id]?.transfer else {
            return .refused(.transferUnknown)
        }
        let debit = entry(of: id, in: first.debitAccountID)
        let credit = entry(of: id, in: first.creditAccountID)
        let narrative = Narrative(
            shownToDebtor: credit?.counterparty ?? "",
            shownToCreditor: debit?.counterparty ?? "",
            reference: reference ?? "Reversal: \(debit?.reference ?? "")"
        )
        return transfer(
            .reversal(of: id),
            from: first.creditAccountID,
            to: first.debitAccountID,
            first.amount,
            code: TransferCode.reversal.rawValue,
            narrative
        )
    }

    private func entry(of id: TransferID, in account: AccountID) -> EntryRecord? {
        state.ledger.accounts[account]?.entries.first { $0.transferID == id }
    }

    /// Drafts a hold of the office; each side is shown the other account's holder.
    func hold(_ hold: BankHold) -> Draft {
        guard let debtor = state.ledger.accounts[hold.debitAccountID],
            let creditor = state.ledger.accounts[hold.creditAccountID]
        else { return .refused(.accountUnknown) }
        // A debit increases such an account, so that there is nothing to hold.
        if debtor.side == .debit { return .refused(.holdSetsNothingAside) }
        return transfer(
            .pend(expiresAt: hold.expiresAt),
            from: hold.debitAccountID,
            to: hold.creditAccountID,
            hold.amount,
            code: TransferCode.internalTransfer.rawValue,
            Narrative(
                shownToDebtor: creditor.holder,
                shownToCreditor: debtor.holder,
                reference: hold.reference
            )
        )
    }

    /// Drafts the end of a hold, with the texts of its beginning if they were kept.
    func end(_ kind: TransferKind, of id: TransferID, _ amount: Money?) -> Draft {
        guard let made = state.ledger.transfers[id] else { return .refused(.transferUnknown) }
        let first = made.transfer
        let debtor = state.ledger.accounts[first.debitAccountID]
        let creditor = state.ledger.accounts[first.creditAccountID]
        var isHold = false
        if case .pend = first.kind { isHold = true }
        // The texts of a hold are kept for the account whose money it takes.
        let isOfDebtor = isHold && debtor?.side == .credit
        let isOfCreditor = isHold && creditor?.side == .debit
        let narrative = Narrative(
            shownToDebtor: isOfDebtor ? made.narrative.shownToDebtor : creditor?.holder ?? "",
            shownToCreditor: isOfCreditor ? made.narrative.shownToCreditor : debtor?.holder ?? "",
            reference: isOfDebtor || isOfCreditor ? made.narrative.reference : ""
        )
        return transfer(
            kind,
            from: first.debitAccountID,
            to: first.creditAccountID,
            amount ?? first.amount,
            code: first.code,
            narrative
        )
    }

    private func transfer(
        _ kind: TransferKind,
        from debit: AccountID,
        to credit: AccountID,
        _ amount: Money,
        code: UInt16,
        _ narrative: Narrative
    ) -> Draft {
        let transfer = Transfer(
            id: names.transfer ?? TransferID(rawValue: 1),
            debitAccountID: debit,
            creditAccountID: credit,
            amount: amount,
            kind: kind,
            code: code,
            valueDate: ZoneOffset.india.date(of: now),
            eventAt: now
        )
        let journal = Journal(id: names.journal ?? JournalID(rawValue: 1), transfers: [transfer])
        return .posting(Posting(journal: journal, narratives: [narrative]))
    }
}
