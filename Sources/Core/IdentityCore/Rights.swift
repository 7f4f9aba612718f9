/// Authorisation for one resource: the role's permission combined with the user's relation to it.
///
/// A resource that the user may not know of is answered as one that does not exist, whatever the
/// role. Guessing numbers at random reveals nothing. Source: OWASP API Security Top 10 2023, API1;
/// ASVS 5.0 8.2.2.
package enum Rights {
    /// Relation of a user to the resource.
    package enum Relation: String, Hashable, Sendable, CaseIterable {
        /// The user may act on it: their session, their transfer, an account that they operate.
        case own
        /// The user may view it: an account that was granted for viewing.
        case granted
        /// The resource belongs to somebody else.
        case foreign
        /// The resource does not exist.
        case nonexistent
    }

    /// Decision about a user's access to a resource.
    package enum Decision: Hashable, Sendable {
        /// The user may do it.
        case allowed
        /// The user may not and is told so: the role forbids it, or the resource is only for viewing.
        case notAllowed
        /// The user is told that the resource does not exist.
        case hidden
    }

    /// Returns true if a role sees account numbers whole, and not only their last digits.
    ///
    /// Source: OWASP API Security Top 10 2023, API3; ASVS 5.0 8.2.3.
    package static func seesWholeNumbers(_ role: Role) -> Bool {
        switch role {
        case .customer, .teller, .supervisor, .auditor: true
        case .support: false
        }
    }

    /// Decides about one resource.
    ///
    /// The role is checked first, because that answer reveals nothing about the resource.
    package static func decision(
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
