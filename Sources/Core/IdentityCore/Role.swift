/// What a user is at the bank; each user has exactly one role.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Owns accounts and moves money out of them.
    case customer
    /// Serves customers at a branch.
    case teller
    /// Answers for a branch; may move more in a day than a teller.
    case supervisor
    /// Helps customers with what they see; never changes anything.
    case support
    /// Examines accounts; never changes anything.
    case auditor

    /// Whether the role is of the bank's own people.
    public var isStaff: Bool { self != .customer }

    /// Whether the role can be given a permission that changes anything.
    public var mayWrite: Bool {
        switch self {
        case .customer, .teller, .supervisor: true
        case .support, .auditor: false
        }
    }
}
