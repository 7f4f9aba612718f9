import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore

extension RecordReader {
    /// Creates the review of a transfer, with the key that the transfer keeps.
    func review(_ draft: TransferDraft) async -> ReviewOutcome {
        guard AccessPolicy.allows(context.user.role, .makeTransfer) else {
            return .problem(.roleNotAllowed)
        }
        // A code is bound to a key that only the bank gives, and only to who is signed in there.
        guard context.isOnline else { return .problem(.readingOnly) }
        guard draft.amount.isPositive else { return .problem(.amountNotPositive) }
        guard draft.from != draft.to else { return .problem(.sameAccount) }
        guard draft.reference.utf8.count <= ReviewedTransfer.referenceLimit,
            ReviewedTransfer.isPlain(draft.reference)
        else { return .problem(.referenceInvalid) }
        do {
            let held = try await health.read { try await $0.accounts() }
            let payees = try await health.read { try await $0.payees() }
            return review(draft, held, payees)
        } catch {
            return .problem(.recordUnavailable)
        }
    }

    private func review(
        _ draft: TransferDraft,
        _ held: [HeldAccount],
        _ payees: [PayeeRecord]
    ) -> ReviewOutcome {
        let from = held.first { $0.record.accountID == draft.from }
        guard let from, from.record.access == .operate, !from.record.isClosed else {
            return .problem(.fromNotUsable)
        }
        guard let to = creditor(draft.to, held, payees) else { return .problem(.toNotUsable) }
        let currency = draft.amount.currency
        guard from.record.currency == currency, to.currency == currency else {
            return .problem(.currencyMismatch)
        }
        let available = balance(of: from, by: machine.freshnessRule).available
        guard draft.amount.minorUnits <= available.minorUnits else {
            return .problem(.notEnoughAvailable)
        }
        let reviewed = ReviewedTransfer(
            intentKey: context.environment.makeKey(),
            debitAccountID: draft.from,
            creditorAccountID: draft.to,
            payeeName: to.name,
            amountMinorUnits: draft.amount.minorUnits,
            feeMinorUnits: 0,
            currencyCode: currency.code,
            valueDate: zone.date(of: bankTime),
            reference: draft.reference
        )
        return .review(TransferReview(reviewed: reviewed))
    }

    /// Returns the creditor of a transfer, as it is shown.
    private func creditor(
        _ accountID: AccountID,
        _ held: [HeldAccount],
        _ payees: [PayeeRecord]
    ) -> (name: String, currency: Currency)? {
        if let own = held.first(where: { $0.record.accountID == accountID }) {
            return own.record.isClosed ? nil : (own.record.holder, own.record.currency)
        }
        let payee = payees.first { $0.accountID == accountID && !$0.isRemoved }
        return payee.map { ($0.name, $0.currency) }
    }
}
