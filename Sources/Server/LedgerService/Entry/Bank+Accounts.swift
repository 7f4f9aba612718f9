package import CoreVocabulary
package import LedgerCore
package import SyncCore

// Acts throw ``BankError`` if there is no such account or user, or if the ledger refuses.
extension Bank {
    /// Opens an account; opening the same one again has no effect.
    package func openAccount(_ new: NewAccount) async throws { try await accountChanges.open(new) }

    /// Returns all accounts in the order of opening.
    package func accounts() async throws -> [StoredAccount] {
        try await context.store.read { try $0.accounts() }
    }

    /// Returns the account with a number as somebody types it or an identifier as it is printed.
    ///
    /// Returns nil if there is none. An identifier takes precedence over a number, because books of
    /// earlier releases may contain a number that is written like another account's identifier.
    package func account(named text: String) async throws -> StoredAccount? {
        let wanted = text.filter { $0 != " " }
        return try await context.store.read { reader in
            try AccountID(wanted).flatMap { try reader.account($0) }
                ?? reader.account(numberTyped: wanted).flatMap { try reader.account($0) }
        }
    }

    /// Closes an account permanently; returns false if it was closed.
    ///
    /// It must have no balance and no holds.
    /// Everybody who sees the account receives the change in their feed. If the account is closed
    /// already, even by somebody else at the same moment, no audit row is written.
    @discardableResult
    package func closeAccount(_ id: AccountID) async throws -> Bool {
        try await accountChanges.change(id, .accountClosed) {
            $0.isClosed ? nil : .closeAccount(id)
        }
        .isChanged
    }

    /// Replaces an account's limits; the account must already satisfy the new ones.
    package func changeLimits(of id: AccountID, to limits: AccountLimits) async throws {
        _ = try await changeLimits(of: id) { _ in limits }
    }

    /// Replaces some of an account's limits and keeps concurrent changes to the others.
    ///
    /// The change is computed inside the database transaction that writes it. Returns the limits
    /// from now on, and true if they differ from those before.
    package func changeLimits(
        of id: AccountID,
        by change: @escaping @Sendable (AccountLimits) -> AccountLimits
    ) async throws -> (limits: AccountLimits, isChanged: Bool) {
        let changed = try await accountChanges.change(id, .limitsChanged) { account in
            .changeLimits(id, change(account.limits))
        }
        return (changed.account.limits, changed.isChanged)
    }

    /// Lets a user see or operate an account, or changes the access that they have.
    ///
    /// The account's whole history reaches the user's feed: see ``AccessGrant``.
    package func grantAccess(
        _ access: AccountRecord.Access,
        to accountID: AccountID,
        for userID: UserID
    ) async throws {
        let now = clockTime
        try await commits.run { try $0.changeAccess(of: userID, to: accountID, access, at: now) }
    }

    /// Revokes a user's access to an account; does nothing if there is none.
    package func revokeAccess(to accountID: AccountID, for userID: UserID) async throws {
        let now = clockTime
        try await commits.run { try $0.changeAccess(of: userID, to: accountID, nil, at: now) }
    }

    /// Adds an account to a user's payees under a name, or changes the name.
    package func addPayee(
        _ accountID: AccountID,
        named name: String,
        for userID: UserID
    ) async throws {
        if let refusal = ShownName.refusal(of: name) { throw BankError(.nameRefused(refusal)) }
        try await accountChanges.setPayee(accountID, of: userID, name: name)
    }

    /// Adds a payee under a name that is not checked, for fixtures with names as in older books.
    package func addPayee(
        _ accountID: AccountID,
        unsafelyNamed name: String,
        for userID: UserID
    ) async throws {
        try await accountChanges.setPayee(accountID, of: userID, name: name)
    }

    /// Removes an account from a user's payees; does nothing if it is not on the list.
    package func removePayee(_ accountID: AccountID, for userID: UserID) async throws {
        try await accountChanges.setPayee(accountID, of: userID, name: nil)
    }
}
