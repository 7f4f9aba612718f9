public import CoreVocabulary
import LedgerCore
public import SyncCore

extension Bank {
    /// Opens an account; opening the same one again does nothing.
    ///
    /// The bank's own accounts (cash, settlement) are opened here too, on the debit side: what
    /// comes into the bank is debited there, so that the books sum to zero in each currency.
    ///
    /// - Throws: ``BankError``: the ledger refuses it, the number is another account's, or it was
    ///   opened before with another profile.
    public func openAccount(_ new: NewAccount) async throws {
        let now = clock.now()
        try await commit { try Self.open(new, at: new.openedAt ?? now, auditedAt: now, in: $0) }
    }

    /// All accounts in the order of opening.
    public func accounts() async throws -> [BankAccountSummary] {
        try await store.read { reader in
            try reader.accounts().map {
                BankAccountSummary(account: $0.account, profile: $0.profile)
            }
        }
    }

    /// Lets a user see or operate an account, or changes what they may do with it.
    ///
    /// The account's whole history reaches the user's feed, also what was booked before; see
    /// ``AccessGrant``.
    ///
    /// - Throws: ``BankError``: there is no such user or account.
    public func grantAccess(
        _ access: AccountRecord.Access,
        to accountID: AccountID,
        for userID: UserID
    ) async throws {
        let now = clock.now()
        try await commit { transaction in
            try AccessDesk(userID: userID, accountID: accountID, now: now)
                .change(to: access, in: transaction)
        }
    }

    /// Takes a user's access to an account away; nothing happens when there is none.
    ///
    /// - Throws: ``BankError``: there is no such user or account.
    public func revokeAccess(to accountID: AccountID, for userID: UserID) async throws {
        let now = clock.now()
        try await commit { transaction in
            try AccessDesk(userID: userID, accountID: accountID, now: now)
                .change(to: nil, in: transaction)
        }
    }

    /// Adds an account to a user's payees under a name, or changes the name.
    ///
    /// - Throws: ``BankError``: there is no such user or account.
    public func addPayee(
        _ accountID: AccountID,
        named name: String,
        for userID: UserID
    ) async throws {
        try await setPayee(accountID, name: name, isRemoved: false, for: userID)
    }

    /// Takes an account off a user's payees; nothing happens when it is not on the list.
    ///
    /// - Throws: ``BankError``: there is no such user or account.
    public func removePayee(_ accountID: AccountID, for userID: UserID) async throws {
        try await setPayee(accountID, name: nil, isRemoved: true, for: userID)
    }

    private func setPayee(
        _ accountID: AccountID,
        name: String?,
        isRemoved: Bool,
        for userID: UserID
    ) async throws {
        let now = clock.now()
        try await commit { transaction in
            guard try transaction.user(userID) != nil else { throw BankError(.userUnknown) }
            guard let stored = try transaction.account(accountID) else {
                throw BankError(.accountUnknown)
            }
            let known = try transaction.payee(of: userID, with: accountID)
            guard let name = name ?? known?.name else { return }
            let payee = PayeeRecord(
                accountID: accountID,
                name: name,
                number: stored.profile.number,
                branchCode: stored.profile.branchCode,
                currency: stored.account.currency,
                isRemoved: isRemoved
            )
            guard payee != known else { return }
            var scribe = try LedgerScribe(transaction, loading: EmptyCollection())
            try scribe.tell(.payee(payee), to: .user(userID))
            try transaction.insert(payee, of: userID, feedSequence: scribe.feed.head)
            try transaction.audit(
                .payeeChanged,
                by: nil,
                objectBits: accountID.rawValue,
                at: now
            )
        }
    }

    private static func open(
        _ new: NewAccount,
        at instant: Instant,
        auditedAt now: Instant,
        in transaction: any LedgerTransaction
    ) throws {
        var state = LedgerState()
        let known = try transaction.account(new.opening.id)
        if let known { state.load(known.account) }
        switch state.apply(.openAccount(new.opening), at: instant) {
        case .rejected(let refusal, _):
            throw BankError(.ledgerRefused(refusal.rejection))
        case .exists:
            guard known?.profile == new.profile else {
                throw BankError(.accountExistsWithDifferentProfile)
            }
        case .accepted(let events):
            guard try transaction.account(number: new.profile.number) == nil else {
                throw BankError(.accountNumberTaken)
            }
            for case .accountOpened(let account) in events {
                try transaction.insert(
                    StoredAccount(
                        account: account,
                        profile: new.profile,
                        head: .genesis(of: account.id)
                    )
                )
            }
            try transaction.audit(
                .accountOpened,
                by: nil,
                objectBits: new.opening.id.rawValue,
                at: now
            )
        }
    }
}
