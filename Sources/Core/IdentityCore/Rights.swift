/// What a user may do with one thing: the role's permission, and whose the thing is.
///
/// A thing that is not the user's to know of is answered like one that does not exist, whatever the
/// role: who asks for numbers at random learns nothing.
/// Source: OWASP API Security Top 10 2023, API1; ASVS 5.0 8.2.2.
public enum Rights {
    /// Whose the thing is that somebody asks for.
    public enum Relation: String, Hashable, Sendable, CaseIterable {
        /// The user's own to act on: their session, their transfer, an account that they operate.
        case own
        /// The user's to look at: an account that was granted to see.
        case granted
        /// Somebody else's.
        case foreign
        /// Nobody's: there is no such thing.
        case nonexistent
    }

    /// What the table says.
    public enum Decision: Hashable, Sendable {
        /// The user may.
        case allowed
        /// The user may not, and is told so: the role, or a thing that may only be looked at.
        case notAllowed
        /// The user is told that there is no such thing.
        case hidden
    }

    /// Whether a role is told account numbers whole; otherwise their last digits only, whatever was
    /// granted.
    ///
    /// Source: OWASP API Security Top 10 2023, API3; ASVS 5.0 8.2.3.
    public static func seesWholeNumbers(_ role: Role) -> Bool {
        switch role {
        case .customer, .teller, .supervisor, .auditor: true
        case .support: false
        }
    }

    /// Decides about one thing.
    ///
    /// The role comes first: its answer tells nothing of the thing.
    public static func decision(
        for role: Role,
        on permission: Permission,
        of relation: Relation = .own
    ) -> Decision {
        guard AccessPolicy.allows(role, permission) else { return .notAllowed }
        switch relation {
        case .own: return .allowed
        case .granted: return permission.isWriting ? .notAllowed : .allowed
        case .foreign, .nonexistent: return .hidden
        }
    }
}
