import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

/// The last state of a user, terminal, session, account or hold in books that were set aside.
enum LostFact: Sendable {
    /// A user who was changed by an action.
    case user(UserRecord, AuditRow.Action)
    /// A terminal whose trust was revoked.
    case terminal(String)
    /// A session that had ended; its console may have been ordered to wipe.
    case session(SessionRecord, user: UserRecord, isWiping: Bool)
    /// An account that was changed by an action.
    case account(StoredAccount, AuditRow.Action)
    /// The access of a user to an account; nil if there was none.
    case access(AccountRecord.Access?, user: UserRecord, account: StoredAccount)
    /// A payee of a user, which may be removed.
    case payee(PayeeRecord, user: UserRecord, account: StoredAccount)
    /// A hold with its transfer and its accounts.
    case hold(LostHold)
}

/// A hold of the earlier books with its transfer and its accounts.
struct LostHold: Sendable {
    let hold: HoldRecord
    let record: TransferRecord
    let from: StoredAccount
    let to: StoredAccount

    var id: TransferID { record.transfer.id }
}

extension LedgerReading {
    /// Returns the last states of the objects that audit rows name.
    func facts(of rows: [AuditRow]) throws -> [LostFact] {
        let revoked = try revokedTerminals(of: rows)
        return try rows.flatMap { try facts(of: $0, revoked) }
    }

    private func facts(of row: AuditRow, _ revoked: [UInt128: String]) throws -> [LostFact] {
        guard row.result == .done, let bits = row.objectBits else { return [] }
        switch row.action {
        case .userAdded, .userDisabled, .userEnabled, .roleChanged, .passwordChanged, .totpReset:
            return try user(UserID(rawValue: bits)).map { [.user($0, row.action)] } ?? []
        case .terminalRevoked: return revoked[bits].map { [.terminal($0)] } ?? []
        case .signOut, .sessionEndedByUser, .sessionRevoked, .refreshTokenReused,
            .sessionDisplaced, .wipeOrdered:
            guard let session = try session(SessionID(rawValue: bits)), session.endedAt != nil,
                let user = try user(session.userID)
            else { return [] }
            let isOrdered = try wipeOrder(of: session.id) != nil
            let isWiping = isOrdered || session.endedFor == .consoleRevoked
            return [.session(session, user: user, isWiping: isWiping)]
        case .accountOpened, .accountClosed, .limitsChanged:
            return try account(AccountID(rawValue: bits)).map { [.account($0, row.action)] } ?? []
        default: return []
        }
    }

    /// Returns the last states of what the changes in a user's or an account's feed describe.
    func facts(of changes: [FeedChange], in scope: FeedRow.Scope) throws -> [LostFact] {
        switch scope {
        case .user(let id):
            guard let user = try user(id) else { return [] }
            return try changes.flatMap { try facts(of: $0, toldTo: user) }
        case .account:
            // Many holds belong to few accounts.
            var accounts: [AccountID: StoredAccount] = [:]
            return try changes.compactMap { try fact(ofAccountChange: $0, &accounts) }
        }
    }

    private func facts(of change: FeedChange, toldTo user: UserRecord) throws -> [LostFact] {
        switch change {
        case .account(let record): return try access(of: user, to: record.accountID)
        case .accessRevoked(let id): return try access(of: user, to: id)
        case .payee(let record):
            guard let payee = try payee(of: user.id, with: record.accountID),
                let account = try account(record.accountID)
            else { return [] }
            return [.payee(payee, user: user, account: account)]
        case .entry, .hold, .decision: return []
        }
    }

    private func fact(
        ofAccountChange change: FeedChange,
        _ accounts: inout [AccountID: StoredAccount]
    ) throws -> LostFact? {
        guard case .hold(let hold) = change, let record = try transfer(hold.transferID),
            let from = try account(record.transfer.debitAccountID, &accounts),
            let to = try account(record.transfer.creditAccountID, &accounts)
        else { return nil }
        return .hold(LostHold(hold: hold, record: record, from: from, to: to))
    }

    private func account(
        _ id: AccountID,
        _ known: inout [AccountID: StoredAccount]
    ) throws -> StoredAccount? {
        if let stored = known[id] { return stored }
        let stored = try account(id)
        known[id] = stored
        return stored
    }

    private func access(of user: UserRecord, to id: AccountID) throws -> [LostFact] {
        guard let account = try account(id) else { return [] }
        let access = try grant(of: user.id, for: id)?.access
        return [.access(access, user: user, account: account)]
    }
}
