import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import MoneyCore
import SyncCore
import WireProtocol

/// Decides one transfer in one database transaction.
///
/// It checks in turn the key, the proof that authorises it, the rules of the bank, and the ledger.
struct IntentProcessor {
    let context: BankContext
    let clockGuard: ClockGuard
    let reading: ClockReading
    let journalID: JournalID
    let transferID: TransferID
    let transaction: any LedgerTransaction

    /// The time by which every check is made.
    var now: Instant { reading.now }

    /// Decides a transfer and writes all consequences.
    func decide(_ asked: AskedTransfer, of user: UserRecord) throws -> IntentReply {
        let reviewed = asked.reviewed
        if let known = try transaction.intent(reviewed.intentKey) {
            let reply = try Self.reply(to: reviewed, of: user, knownAs: known)
            try note(reply, to: asked, of: user, knownAs: known)
            return reply
        }
        let authorisedAt: Instant
        switch try authorise(asked, of: user) {
        case .given(let instant): authorisedAt = instant
        case .refused(let refusal):
            try audit(.authorisationRefused, .refused, of: reviewed.intentKey, by: user)
            return .notAuthorised(refusal)
        }
        let terms = try IntentTerms(configuration: context.configuration, reader: transaction)
            .judge(asked, authorisedAt: authorisedAt, now: now, of: user)
        let decision: IntentDecision
        switch terms {
        case .refused(let code):
            decision = IntentDecision(
                key: reviewed.intentKey,
                outcome: .refused(code: code.rawValue),
                decidedAt: now
            )
            try tell(decision, to: user)
        case .allowed(let narrative):
            decision = try post(asked, narrative, for: user)
        }
        try transaction.insert(
            IntentRecord(
                userID: user.id,
                sessionID: asked.proof.sessionID,
                reviewed: reviewed.canonicalBytes,
                decision: decision
            )
        )
        let result: AuditRow.Result = decision.isPosted ? .done : .refused
        try audit(.intentDecided, result, of: reviewed.intentKey, by: user)
        try transaction.recordStamp(asked.stamp, of: reviewed, user.id, at: now)
        return .created(decision)
    }

    /// Cancels an intent key, unless it was decided before.
    ///
    /// The cancellation is a decision like any other, so posting and cancelling exclude each other.
    /// The one that is written first is the permanent answer.
    func cancel(_ key: IntentKey, of who: Admission) throws -> IntentReply {
        if let known = try transaction.intent(key) {
            guard known.userID == who.user.id else { return .existsWithDifferent(field: "user") }
            return .exists(known.decision)
        }
        let decision = IntentDecision(
            key: key,
            outcome: .refused(code: RefusalCode.cancelled.rawValue),
            decidedAt: now
        )
        try tell(decision, to: who.user)
        try transaction.insert(
            IntentRecord(tombstone: decision, userID: who.user.id, sessionID: who.session.id)
        )
        try audit(.intentCancelled, .done, of: key, by: who.user)
        return .created(decision)
    }

    /// Records what the reuse of a decided key reveals: a mismatch, or a cancelled intent's stamp.
    private func note(
        _ reply: IntentReply,
        to asked: AskedTransfer,
        of user: UserRecord,
        knownAs known: IntentRecord
    ) throws {
        if case .existsWithDifferent = reply {
            try audit(.intentMismatched, .refused, of: asked.reviewed.intentKey, by: user)
        } else if known.isTombstone {
            // The intent was cancelled before it arrived. Its number in the device sequence is
            // recorded now.
            try transaction.recordStamp(asked.stamp, of: asked.reviewed, user.id, at: now)
        }
    }

    private func audit(
        _ action: AuditRow.Action,
        _ result: AuditRow.Result,
        of key: IntentKey,
        by user: UserRecord
    ) throws {
        try transaction.audit(action, result, by: user.id, of: key.rawValue, at: now)
    }

    private func post(
        _ asked: AskedTransfer,
        _ narrative: Narrative,
        for user: UserRecord
    ) throws -> IntentDecision {
        let reviewed = asked.reviewed
        let journal = Journal(
            id: journalID,
            transfers: [
                Transfer(
                    id: transferID,
                    debitAccountID: reviewed.debitAccountID,
                    creditAccountID: reviewed.creditorAccountID,
                    amount: asked.amount,
                    code: TransferCode.internalTransfer.rawValue,
                    valueDate: reviewed.valueDate,
                    eventAt: now
                )
            ]
        )
        let command = LedgerCommand.postJournal(journal)
        var writer = try LedgerWriter(transaction, loading: CollectionOfOne(command))
        let outcome = try writer.apply(
            command,
            narratives: [narrative],
            maker: user.role.isStaff ? user.id : nil,
            at: now,
            clockGuard.permit(reading, in: transaction)
        )
        let decided: IntentDecision.Outcome =
            if let refusal = outcome.refusal {
                .refused(code: refusal.rejection.rawValue)
            } else {
                .posted(journalID)
            }
        let decision = IntentDecision(key: reviewed.intentKey, outcome: decided, decidedAt: now)
        try writer.tell(.decision(decision), to: .user(user.id))
        try writer.finish()
        if decision.isPosted { try useAllowance(of: user, asked.amount) }
        return decision
    }

    /// Adds the amount to the user's total of the day, if the role has a limit for the currency.
    private func useAllowance(of user: UserRecord, _ amount: Money) throws {
        guard context.configuration.dayLimits[user.role, amount.currency] != nil else { return }
        let day = context.configuration.zone.date(of: now)
        let moved = try transaction.usedAllowance(of: user.id, on: day, in: amount.currency)
        try transaction.update(
            UsedAllowance(userID: user.id, day: day, moved: try moved.adding(amount))
        )
    }

    private func tell(_ decision: IntentDecision, to user: UserRecord) throws {
        var writer = try LedgerWriter(transaction, loading: EmptyCollection())
        try writer.tell(.decision(decision), to: .user(user.id))
    }

    private static func reply(
        to reviewed: ReviewedTransfer,
        of user: UserRecord,
        knownAs known: IntentRecord
    ) throws -> IntentReply {
        guard known.userID == user.id else { return .existsWithDifferent(field: "user") }
        // The intent was cancelled before it arrived, so its content is unknown and cannot be
        // compared.
        guard !known.isTombstone else { return .exists(known.decision) }
        guard known.reviewed != reviewed.canonicalBytes else { return .exists(known.decision) }
        let first = try ReviewedTransfer(canonicalBytes: known.reviewed)
        return .existsWithDifferent(field: reviewed.firstDifference(from: first))
    }
}

extension IntentDecision {
    /// True if the transfer was posted.
    var isPosted: Bool { if case .posted = outcome { true } else { false } }
}

extension ReviewedTransfer {
    /// Returns the first field in which this transfer differs from another with the same key.
    func firstDifference(from other: ReviewedTransfer) -> String {
        if debitAccountID != other.debitAccountID { return "debit-account" }
        if creditorAccountID != other.creditorAccountID { return "creditor-account" }
        if !payeeName.utf8.elementsEqual(other.payeeName.utf8) { return "payee-name" }
        if amountMinorUnits != other.amountMinorUnits { return "amount" }
        if feeMinorUnits != other.feeMinorUnits { return "fee" }
        if currencyCode != other.currencyCode { return "currency" }
        if valueDate != other.valueDate { return "value-date" }
        return "reference"
    }
}
