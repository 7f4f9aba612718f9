/// Role-based access table, read by both the server and the console.
///
/// The server's decision is authoritative. The console uses the table to disable a command and say
/// why.
package enum AccessPolicy {
    /// Decision of the table for a role and a permission.
    package enum Decision: Hashable, Sendable {
        /// The role has the permission.
        case allowed
        /// The role does not have the permission, for this reason.
        case refused(Refusal)

        /// True if the role has the permission.
        package var isAllowed: Bool { self == .allowed }
    }

    /// Reason why a role does not have a permission.
    package enum Refusal: Hashable, Sendable {
        /// The role is read-only and never changes anything.
        case roleIsReadOnly(Role)
        /// Only other roles have the permission.
        case notForRole(Permission)
    }

    /// Returns the decision for a role and a permission; what is not in the table is refused.
    package static func decision(for role: Role, on permission: Permission) -> Decision {
        // Defence in depth: a mistake in the table must not give a read-only role permission to
        // write.
        if permission.isWriting, !role.mayWrite { return .refused(.roleIsReadOnly(role)) }
        guard roles(for: permission).contains(role) else {
            return .refused(.notForRole(permission))
        }
        return .allowed
    }

    /// Returns true if a role has a permission.
    package static func allows(_ role: Role, _ permission: Permission) -> Bool {
        decision(for: role, on: permission).isAllowed
    }

    private static func roles(for permission: Permission) -> [Role] {
        switch permission {
        case .manageOwnSessions: [.customer, .teller, .supervisor, .support, .auditor]
        case .viewAccounts: [.customer, .teller, .supervisor, .support, .auditor]
        case .makeTransfer: [.customer, .teller, .supervisor]
        }
    }
}
