import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

/// Something about people, accounts or holds as it was in the end in books that were put aside.
enum LostFact: Sendable {
    /// A user to whom something was done.
    case user(UserRecord, AuditRow.Action)
    /// A terminal that was not trusted any more.
    case terminal(String)
    /// A session that had ended; its console may have had to destroy what it held.
    case session(SessionRecord, user: String, isWiping: Bool)
    /// An account to which something was done.
    case account(StoredAccount, AuditRow.Action)
    /// What a user could do with an account; nil for nothing.
    case access(AccountRecord.Access?, user: UserRecord, account: StoredAccount)
    /// A payee of a user.
    case payee(PayeeRecord, user: UserRecord)
    /// A hold with its transfer.
    case hold(HoldRecord, TransferRecord, from: String, to: String)
}

extension LedgerReading {
    /// What became of the objects of a line of the audit log.
    func facts(of row: AuditRow) throws -> [LostFact] {
        guard row.result == .done, let bits = row.objectBits else { return [] }
        switch row.action {
        case .userAdded, .userDisabled, .userEnabled, .roleChanged, .passwordChanged, .totpReset:
            return try user(UserID(rawValue: bits)).map { [.user($0, row.action)] } ?? []
        case .terminalRevoked:
            return try revokedTerminals()
                .filter { AuditRow.objectBits(ofTerminal: $0) == bits }
                .map { .terminal($0) }
        case .signOut, .sessionEndedByUser, .sessionRevoked, .refreshTokenReused,
            .sessionDisplaced, .wipeOrdered:
            guard let session = try session(SessionID(rawValue: bits)), session.endedAt != nil
            else { return [] }
            let name = try user(session.userID)?.name ?? session.userID.description
            let isOrdered = try wipeOrder(of: session.id) != nil
            return [
                .session(
                    session,
                    user: name,
                    isWiping: isOrdered || session.endedFor == .consoleRevoked
                )
            ]
        case .accountOpened, .accountClosed, .limitsChanged:
            return try account(AccountID(rawValue: bits)).map { [.account($0, row.action)] } ?? []
        default: return []
        }
    }

    /// What became of what a change in a user's feed is about.
    func facts(of change: FeedChange, toldTo userID: UserID) throws -> [LostFact] {
        guard let user = try user(userID) else { return [] }
        switch change {
        case .account(let record): return try access(of: user, to: record.accountID)
        case .accessRevoked(let id): return try access(of: user, to: id)
        case .payee(let record):
            let payee = try payee(of: userID, with: record.accountID)
            return payee.map { [.payee($0, user: user)] } ?? []
        case .entry, .hold, .decision: return []
        }
    }

    /// What became of what a change in an account's feed is about.
    func facts(ofAccountChange change: FeedChange) throws -> [LostFact] {
        guard case .hold(let hold) = change, let record = try transfer(hold.transferID),
            let from = try account(record.transfer.debitAccountID)?.profile.number,
            let to = try account(record.transfer.creditAccountID)?.profile.number
        else { return [] }
        return [.hold(hold, record, from: from, to: to)]
    }

    private func access(of user: UserRecord, to id: AccountID) throws -> [LostFact] {
        guard let account = try account(id) else { return [] }
        let access = try grant(of: user.id, for: id)?.access
        return [.access(access, user: user, account: account)]
    }
}
