import CoreVocabulary
import LedgerCore
import SyncCore

extension AccountAdministration {
    /// Outcome of a change to an account.
    private enum ChangeOutcome: Sendable {
        /// The account's state now, and true if the change altered it.
        case done(Account, isChanged: Bool)
        /// The ledger refused the change.
        case refused(Refusal)
    }

    /// Changes an account with the command that `command` makes for its present state; a nil
    /// command means that nothing is left to do.
    func change(
        _ id: AccountID,
        _ action: AuditRow.Action,
        _ command: @escaping @Sendable (Account) -> LedgerCommand?
    ) async throws -> (account: Account, isChanged: Bool) {
        let now = context.clock.now()
        let outcome = try await commits.run { transaction -> ChangeOutcome in
            guard var stored = try transaction.account(id) else { throw BankError(.accountUnknown) }
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
                try transaction.audit(
                    action,
                    .refused,
                    of: id.rawValue,
                    at: now,
                    detail: detail?.digest,
                    note: .rejection(refusal.rejection)
                )
                return .refused(refusal)
            }
            guard let changed = state.account(id), changed != stored.account else {
                return .done(stored.account, isChanged: false)
            }
            stored.account = changed
            try transaction.update(stored)
            var writer = try LedgerWriter(transaction, loading: EmptyCollection())
            try writer.tell(.account(stored.record(for: .operate)), to: .account(id))
            try transaction.audit(action, of: id.rawValue, at: now, detail: detail?.digest)
            return .done(changed, isChanged: true)
        }
        switch outcome {
        case .done(let account, let isChanged): return (account, isChanged)
        case .refused(let refusal): throw BankError(.ledgerRefused(refusal.rejection))
        }
    }
}
