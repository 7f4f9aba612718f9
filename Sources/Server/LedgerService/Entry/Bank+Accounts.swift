public import CoreVocabulary
public import LedgerCore
public import SyncCore

// ``AccountAdministration`` tells what each act does, and what it throws.
extension Bank {
    /// Opens an account; opening the same one again has no effect.
    public func openAccount(_ new: NewAccount) async throws {
        try await accountChanges.open(new)
    }

    /// Returns all accounts in the order of opening.
    public func accounts() async throws -> [BankAccountSummary] {
        try await context.store.read { try $0.accounts().map { BankAccountSummary($0) } }
    }

    /// Returns the account with a number as somebody types it or an identifier as it is printed.
    ///
    /// Returns nil if there is none. An identifier takes precedence over a number, because books of
    /// earlier releases may contain a number that is written like another account's identifier.
    public func account(named text: String) async throws -> BankAccountSummary? {
        let wanted = text.filter { $0 != " " }
        return try await context.store.read { reader in
            let stored =
                try AccountID(wanted).flatMap { try reader.account($0) }
                ?? reader.account(numberTyped: wanted).flatMap { try reader.account($0) }
            return stored.map { BankAccountSummary($0) }
        }
    }

    /// Closes an account permanently; it must have no balance and no holds.
    @discardableResult
    public func closeAccount(_ id: AccountID) async throws -> Bool {
        try await accountChanges.close(id)
    }

    /// Replaces an account's limits; the account must already satisfy the new ones.
    public func changeLimits(of id: AccountID, to limits: AccountLimits) async throws {
        _ = try await accountChanges.changeLimits(of: id) { _ in limits }
    }

    /// Replaces some of an account's limits and keeps concurrent changes to the others.
    public func changeLimits(
        of id: AccountID,
        by change: @escaping @Sendable (AccountLimits) -> AccountLimits
    ) async throws -> (limits: AccountLimits, isChanged: Bool) {
        try await accountChanges.changeLimits(of: id, by: change)
    }

    /// Lets a user see or operate an account, or changes the access that they have.
    public func grantAccess(
        _ access: AccountRecord.Access,
        to accountID: AccountID,
        for userID: UserID
    ) async throws {
        try await accountChanges.changeAccess(to: accountID, for: userID, to: access)
    }

    /// Revokes a user's access to an account; does nothing if there is none.
    public func revokeAccess(to accountID: AccountID, for userID: UserID) async throws {
        try await accountChanges.changeAccess(to: accountID, for: userID, to: nil)
    }

    /// Adds an account to a user's payees under a name, or changes the name.
    public func addPayee(
        _ accountID: AccountID,
        named name: String,
        for userID: UserID
    ) async throws {
        try await accountChanges.addPayee(accountID, named: name, isChecked: true, for: userID)
    }

    /// Adds an account to a user's payees under a name that is not checked, for fixtures.
    public func addPayee(
        _ accountID: AccountID,
        unsafelyNamed name: String,
        for userID: UserID
    ) async throws {
        try await accountChanges.addPayee(accountID, named: name, isChecked: false, for: userID)
    }

    /// Removes an account from a user's payees; does nothing if it is not on the list.
    public func removePayee(_ accountID: AccountID, for userID: UserID) async throws {
        try await accountChanges.removePayee(accountID, for: userID)
    }
}
