import CoreVocabulary
import LedgerCore
import SyncCore

extension LedgerTransaction {
    /// Grants, changes or revokes (nil) a user's access to an account, and tells their feed.
    ///
    /// - Throws: ``BankError`` if there is no such user or account.
    func changeAccess(
        of userID: UserID,
        to accountID: AccountID,
        _ access: AccountRecord.Access?,
        at now: Instant
    ) throws {
        guard try user(userID) != nil else { throw BankError(.userUnknown) }
        guard let stored = try account(accountID) else { throw BankError(.accountUnknown) }
        let known = try grant(of: userID, for: accountID)
        guard known?.access != access else { return }
        var writer = try LedgerWriter(self, loading: EmptyCollection())
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
            for hold in try pendingHolds(of: accountID) {
                try writer.tell(.hold(hold), to: .user(userID))
            }
        }
        try insert(
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
        try audit(
            .accessChanged,
            of: accountID.rawValue,
            at: now,
            detail: AuditDetail.before(.access(known?.access)).digest,
            concerning: userID,
            note: .access(access)
        )
    }
}
