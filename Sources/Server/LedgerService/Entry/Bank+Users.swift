package import CoreVocabulary
package import Cryptography
package import IdentityCore

// ``UserAdministration`` tells what each act does, and what it throws.
extension Bank {
    /// Adds a user, who may then sign in.
    package func addUser(_ new: NewUser) async throws -> UserID { try await userChanges.add(new) }

    /// Returns all users in the order in which they were added.
    package func users() async throws -> [UserSummary] {
        try await context.store.read { try $0.users().map { UserSummary($0) } }
    }

    /// Returns the user with a name in lowercase; nil if there is none.
    package func user(named name: String) async throws -> UserSummary? {
        try await context.store.read { try $0.user(named: name).map { UserSummary($0) } }
    }

    /// Disables a user at once, ends all their sessions and orders each console to wipe at its next
    /// contact; returns false if the user was disabled before.
    @discardableResult
    package func disableUser(_ id: UserID) async throws -> Bool {
        try await userChanges.change(id, .userDisabled) { user, now in
            user.isDisabled ? nil : user.changed(isDisabled: true, at: now)
        }
    }

    /// Enables a disabled user, who can then sign in again.
    @discardableResult
    package func enableUser(_ id: UserID) async throws -> Bool {
        try await userChanges.change(id, .userEnabled) { user, now in
            user.isDisabled ? user.changed(isDisabled: false, at: now) : nil
        }
    }

    /// Gives a user another role, and ends every session that began with the old one.
    @discardableResult
    package func changeRole(of id: UserID, to role: Role) async throws -> Bool {
        try await userChanges.change(id, .roleChanged) { user, now in
            user.role == role ? nil : user.changed(role: role, at: now)
        }
    }

    /// Replaces a user's password and ends all their sessions.
    package func changePassword(of id: UserID, to password: SharedSecret) async throws {
        try await userChanges.changePassword(of: id, to: password)
    }

    /// Lifts the delay that failed sign-ins and failed transfer codes imposed on a user.
    @discardableResult
    package func unlockUser(_ id: UserID) async throws -> Bool { try await userChanges.unlock(id) }

    /// Replaces a user's authenticator secret and ends all their sessions.
    package func resetTOTP(
        of id: UserID,
        secret: SharedSecret,
        issuer: String
    ) async throws -> OTPAuthURI {
        try await userChanges.resetTOTP(of: id, secret: secret, issuer: issuer)
    }

    /// Ends all sessions of a user, who may sign in again, and returns their number.
    @discardableResult
    package func revokeSessions(of id: UserID) async throws -> Int {
        try await userChanges.revokeSessions(of: id)
    }

    /// Ends a session and, on request, orders its console to wipe.
    @discardableResult
    package func revokeSession(_ id: SessionID, wiping isWiping: Bool = false) async throws -> Bool
    {
        try await userChanges.revokeSession(id, wiping: isWiping)
    }

    /// Revokes a terminal, ends its sessions and orders its consoles to wipe.
    @discardableResult
    package func revokeTerminal(_ name: String, isKnown: Bool = false) async throws -> Int? {
        try await userChanges.revokeTerminal(name, isKnown: isKnown)
    }
}
