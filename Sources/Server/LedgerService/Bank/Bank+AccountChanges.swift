public import CoreVocabulary
public import LedgerCore
import SyncCore

extension Bank {
    /// Closes an account for ever; it must be empty and hold nothing.
    ///
    /// Whoever sees the account is told in their feed. One that is closed stays as it is, whether it was
    /// closed long ago or by somebody else at this moment, and no line tells of it.
    ///
    /// - Returns: True if it was open before.
    /// - Throws: ``BankError``: there is no such account, or the ledger refuses.
    @discardableResult
    public func closeAccount(_ id: AccountID) async throws -> Bool {
        try await change(id, .accountClosed) { $0.isClosed ? nil : .closeAccount(id) }.isChanged
    }

    /// Replaces an account's limits; the account must already keep the new ones.
    ///
    /// - Throws: ``BankError``: there is no such account, or the ledger refuses.
    public func changeLimits(of id: AccountID, to limits: AccountLimits) async throws {
        _ = try await changeLimits(of: id) { _ in limits }
    }

    /// Replaces some of an account's limits: what others changed meanwhile stays.
    ///
    /// - Parameters:
    ///   - id: The account.
    ///   - change: Makes the new limits of those that are in force; called inside the database
    ///     transaction that writes them.
    /// - Returns: The limits from now on, and whether they are other ones than before.
    /// - Throws: ``BankError``: there is no such account, or the ledger refuses.
    public func changeLimits(
        of id: AccountID,
        by change: @escaping @Sendable (AccountLimits) -> AccountLimits
    ) async throws -> (limits: AccountLimits, isChanged: Bool) {
        let (account, isChanged) = try await self.change(id, .limitsChanged) { account in
            .changeLimits(id, change(account.limits))
        }
        return (account.limits, isChanged)
    }

    /// What a change of an account came to.
    private enum ChangeOutcome: Sendable {
        /// The account is like this now, and was another one before or not.
        case done(Account, isChanged: Bool)
        /// The ledger refused.
        case refused(Refusal)
    }

    /// Changes an account by the command for what it is now; nil when nothing is left to be done.
    private func change(
        _ id: AccountID,
        _ action: AuditRow.Action,
        _ command: @escaping @Sendable (Account) -> LedgerCommand?
    ) async throws -> (account: Account, isChanged: Bool) {
        let now = clock.now()
        let outcome = try await commit { transaction -> ChangeOutcome in
            guard var stored = try transaction.account(id) else {
                throw BankError(.accountUnknown)
            }
            guard let wanted = command(stored.account) else {
                return .done(stored.account, isChanged: false)
            }
            var state = LedgerState()
            state.load(stored.account)
            let detail: AuditDetail? =
                if case .changeLimits(_, let limits) = wanted {
                    .limits(limits, before: stored.account.limits)
                } else {
                    nil
                }
            let outcome = state.apply(wanted, at: now)
            if let refusal = outcome.refusal {
                try transaction.audit(action, refusedFor: refusal, id, at: now, detail)
                return .refused(refusal)
            }
            guard let changed = state.account(id), changed != stored.account else {
                return .done(stored.account, isChanged: false)
            }
            stored.account = changed
            try transaction.update(stored)
            var scribe = try LedgerScribe(transaction, loading: EmptyCollection())
            try scribe.tell(.account(stored.record(for: .operate)), to: .account(id))
            try transaction.audit(
                action,
                by: nil,
                objectBits: id.rawValue,
                at: now,
                detail: detail?.digest
            )
            return .done(changed, isChanged: true)
        }
        switch outcome {
        case .done(let account, let isChanged): return (account, isChanged)
        case .refused(let refusal): throw BankError(.ledgerRefused(refusal.rejection))
        }
    }
}

extension LedgerTransaction {
    /// Adds the line of an act on an account that the ledger refused; it stays when nothing else
    /// does.
    func audit(
        _ action: AuditRow.Action,
        refusedFor refusal: Refusal,
        _ id: AccountID,
        at now: Instant,
        _ detail: AuditDetail? = nil
    ) throws {
        try audit(
            action,
            .refused,
            by: nil,
            objectBits: id.rawValue,
            at: now,
            detail: detail?.digest,
            note: .rejection(refusal.rejection)
        )
    }
}
