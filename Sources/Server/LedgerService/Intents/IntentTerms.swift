import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import WireProtocol

/// The rules of the service for a transfer, beside those of the ledger: who may, to whom, on which
/// terms.
///
/// Judged against the books as they are now, not as they were when it was reviewed; after the proof
/// was accepted, so that it is known when it was authorised.
struct IntentTerms {
    /// What the rules lead to.
    enum Verdict {
        /// The ledger decides; this is what the entries will show.
        case allowed(Narrative)
        /// Refused for this reason.
        case refused(RefusalCode)
    }

    /// How many days after that of its authorisation the value date of a transfer may lie.
    ///
    /// A month, for who pays ahead; the console shows the day of the review, and offers no other.
    static let valueDateDaysAhead = 31

    /// The longest time from the review to the code for which the day of the review still counts as
    /// a value date, in seconds.
    ///
    /// A person who reviews just before midnight types the code after it. A console's reckoning of
    /// the bank's time is late by as long as a reply took, and an authenticator may be ahead.
    static let reviewSeconds: Int64 = 15 * 60

    let configuration: BankConfiguration

    /// Judges the role, the paying account, the payee and the terms, in that order.
    ///
    /// - Parameters:
    ///   - asked: What is asked for.
    ///   - authorisedAt: When the accepted code first showed, proved by the code itself. The time
    ///     that the console claims is not used: a code that is right at once does not prove it.
    ///   - now: The time, by which the day of the bank is told.
    ///   - user: Who asks.
    ///   - reader: The books.
    /// - Returns: Whether the ledger is to decide.
    /// - Throws: What the store throws.
    func judge(
        _ asked: AskedTransfer,
        authorisedAt: Instant,
        now: Instant,
        of user: UserRecord,
        in reader: any LedgerReading
    ) throws -> Verdict {
        let reviewed = asked.reviewed
        guard AccessPolicy.allows(user.role, .makeTransfer) else {
            return .refused(.roleNotAllowed)
        }
        let debitGrant = try reader.grant(of: user.id, for: reviewed.debitAccountID)
        guard debitGrant?.access == .operate,
            let debtor = try reader.account(reviewed.debitAccountID)
        else { return .refused(.accessDenied) }
        guard let name = try nameOfPayee(reviewed.creditorAccountID, of: user, in: reader) else {
            return .refused(.payeeUnknown)
        }
        // Byte for byte: texts that Unicode calls equal need not look the same to a person.
        guard name.utf8.elementsEqual(reviewed.payeeName.utf8) else {
            return .refused(.payeeChanged)
        }
        guard reviewed.feeMinorUnits == 0 else { return .refused(.feeChanged) }
        // Queued before midnight and sent after it, a transfer keeps the day that was shown.
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
        if try isOverDayLimit(asked.amount, of: user, on: today, in: reader) {
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

    /// The name under which the user may pay an account: the holder's for an account that the user
    /// has access to, the payee's for one on the list; nil for any other.
    private func nameOfPayee(
        _ accountID: AccountID,
        of user: UserRecord,
        in reader: any LedgerReading
    ) throws -> String? {
        if try reader.grant(of: user.id, for: accountID)?.access != nil {
            return try reader.account(accountID)?.profile.holder
        }
        guard let payee = try reader.payee(of: user.id, with: accountID), !payee.isRemoved else {
            return nil
        }
        return payee.name
    }

    /// Whether an amount and what the user has moved already are more than the role may in a day.
    private func isOverDayLimit(
        _ amount: Money,
        of user: UserRecord,
        on day: BusinessDate,
        in reader: any LedgerReading
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
