/// Which role may do what: the one table that server and console both read.
///
/// The server's reading is the one that counts; the console's disables a command and says why.
public enum AccessPolicy {
    /// What the table says of a role and a permission.
    public enum Decision: Hashable, Sendable {
        /// The role may.
        case allowed
        /// The role may not, for this reason.
        case refused(Refusal)

        /// Whether the role may.
        public var isAllowed: Bool { self == .allowed }
    }

    /// Why a role may not do something.
    public enum Refusal: Hashable, Sendable {
        /// The role changes nothing at all.
        case roleIsReadOnly(Role)
        /// The permission is for other roles.
        case notForRole(Permission)
    }

    /// Decides; what is not in the table is refused.
    public static func decision(for role: Role, on permission: Permission) -> Decision {
        // A second wall: a slip in the table must not give a reading role anything to write with.
        if permission.isWriting, !role.mayWrite { return .refused(.roleIsReadOnly(role)) }
        guard roles(for: permission).contains(role) else {
            return .refused(.notForRole(permission))
        }
        return .allowed
    }

    /// Whether a role may do something.
    public static func allows(_ role: Role, _ permission: Permission) -> Bool {
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
