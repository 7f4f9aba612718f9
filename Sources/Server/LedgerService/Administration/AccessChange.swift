import CoreVocabulary
import LedgerCore
import SyncCore

/// Grants, changes or revokes a user's access to an account.
struct AccessChange: Sendable {
    let userID: UserID
    let accountID: AccountID
    let now: Instant

    /// Stores the new access and the matching changes for the user's feed; does nothing if the
    /// access stays the same.
    ///
    /// - Parameters:
    ///   - access: The user's access from now on; nil revokes it.
    ///   - transaction: The database transaction to write in.
    /// - Throws: ``BankError`` if there is no such user or account.
    func apply(_ access: AccountRecord.Access?, in transaction: any LedgerTransaction) throws {
        guard try transaction.user(userID) != nil else { throw BankError(.userUnknown) }
        guard let stored = try transaction.account(accountID) else {
            throw BankError(.accountUnknown)
        }
        let known = try transaction.grant(of: userID, for: accountID)
        guard known?.access != access else { return }
        var writer = try LedgerWriter(transaction, loading: EmptyCollection())
        let sequence = writer.feed.head + 1
        let isNew = known == nil
        let history = isNew ? stored.account.version : 0
        if let access {
            try writer.tell(
                .account(stored.record(for: access)),
                to: .user(userID),
                backfillCount: history
            )
        } else {
            try writer.tell(.accessRevoked(accountID), to: .user(userID))
        }
        if isNew {
            for hold in try transaction.pendingHolds(of: accountID) {
                try writer.tell(.hold(hold), to: .user(userID))
            }
        }
        try transaction.insert(
            AccessGrant(
                userID: userID,
                accountID: accountID,
                access: access,
                baseSequence: known?.baseSequence ?? sequence,
                backfillCount: known?.backfillCount ?? history,
                feedSequence: sequence,
                grantedAt: now
            )
        )
        try transaction.audit(
            .accessChanged,
            objectBits: accountID.rawValue,
            at: now,
            detail: AuditDetail.before(.access(known?.access)).digest,
            concerning: userID,
            note: .access(access)
        )
    }
}
