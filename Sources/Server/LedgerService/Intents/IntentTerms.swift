import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import WireProtocol

/// Service rules for a transfer beside the ledger's: the user's rights, the payee and the terms.
///
/// They are checked against the present books and not those of the time of review. They are checked
/// after the proof, which proves the time of authorisation.
struct IntentTerms {
    /// Outcome of the service rules.
    enum Verdict {
        /// The ledger decides; the entries will show this narrative.
        case allowed(Narrative)
        /// The rules refuse the transfer for this reason.
        case refused(RefusalCode)
    }

    /// Maximum number of days by which the value date may follow the day of authorisation.
    ///
    /// A month suffices for payments in advance. The console only offers the day of the review.
    static let valueDateDaysAhead = 31

    /// Maximum seconds from review to code in which the day of the review is a valid value date.
    ///
    /// A person may review just before midnight and type the code after it. A console's estimate of
    /// the bank's time is late by the duration of a reply, and an authenticator's clock may be
    /// ahead.
    static let reviewSeconds: Int64 = 15 * 60

    let configuration: BankConfiguration
    let reader: any LedgerReading

    /// Checks the role, the paying account, the payee and the terms, in that order.
    ///
    /// The transfer is authorised at the time at which the accepted code was first shown, proved by
    /// the code itself. The time that the console claims is not used, because a code that is right
    /// at once does not prove it. The day of the bank is that of `now`.
    func judge(
        _ asked: AskedTransfer,
        authorisedAt: Instant,
        now: Instant,
        of user: UserRecord
    ) throws -> Verdict {
        let reviewed = asked.reviewed
        guard AccessPolicy.allows(user.role, .makeTransfer) else {
            return .refused(.roleNotAllowed)
        }
        let debitGrant = try reader.grant(of: user.id, for: reviewed.debitAccountID)
        guard debitGrant?.access == .operate,
            let debtor = try reader.account(reviewed.debitAccountID)
        else { return .refused(.accessDenied) }
        guard let name = try nameOfPayee(reviewed.creditorAccountID, of: user) else {
            return .refused(.payeeUnknown)
        }
        // The comparison is by bytes, because texts that are canonically equivalent in Unicode need
        // not look the same.
        guard name.utf8.elementsEqual(reviewed.payeeName.utf8) else {
            return .refused(.payeeChanged)
        }
        guard reviewed.feeMinorUnits == 0 else { return .refused(.feeChanged) }
        // A transfer that was queued before midnight and sent after it keeps the day that was
        // shown.
        let authorisedOn = configuration.zone.date(of: authorisedAt)
        let reviewedOn = configuration.zone.date(
            of: authorisedAt.adding(seconds: -Self.reviewSeconds)
        )
        guard reviewed.valueDate >= reviewedOn else { return .refused(.valueDatePast) }
        let lastDay = authorisedOn.adding(days: Self.valueDateDaysAhead) ?? .latest
        guard reviewed.valueDate <= lastDay else { return .refused(.valueDateTooFar) }
        let limits = configuration.transferLimits
        if isOver(limits, asked.amount) { return .refused(.overTransferLimit) }
        let today = configuration.zone.date(of: now)
        if try isOverDayLimit(asked.amount, of: user, on: today) {
            return .refused(.overDayLimit)
        }
        let approvals = configuration.approvalLimits
        if isOver(approvals, asked.amount) { return .refused(.approvalNeeded) }
        return .allowed(
            Narrative(
                shownToDebtor: reviewed.payeeName,
                shownToCreditor: debtor.profile.holder,
                reference: reviewed.reference
            )
        )
    }

    /// Returns the name under which the user may pay an account; nil if they may not pay it.
    ///
    /// It is the holder's for an account that the user has access to, else the payee's on the list.
    private func nameOfPayee(_ accountID: AccountID, of user: UserRecord) throws -> String? {
        if try reader.grant(of: user.id, for: accountID)?.access != nil {
            return try reader.account(accountID)?.profile.holder
        }
        guard let payee = try reader.payee(of: user.id, with: accountID), !payee.isRemoved else {
            return nil
        }
        return payee.name
    }

    /// Returns true if an amount exceeds what is left of the user's limit for the day.
    private func isOverDayLimit(
        _ amount: Money,
        of user: UserRecord,
        on day: BusinessDate
    ) throws -> Bool {
        guard let limit = configuration.dayLimits[user.role, amount.currency] else { return false }
        let moved = try reader.usedAllowance(of: user.id, on: day, in: amount.currency)
        return amount.minorUnits > limit.minorUnits - moved.minorUnits
    }

    private func isOver(_ limits: [Money], _ amount: Money) -> Bool {
        limits.contains {
            $0.currency == amount.currency && amount.minorUnits > $0.minorUnits
        }
    }
}
