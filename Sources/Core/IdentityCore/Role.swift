/// Role of a user at the bank; each user has exactly one.
package enum Role: String, Hashable, Sendable, CaseIterable {
    /// Customer: owns accounts and moves money out of them.
    case customer
    /// Teller: serves customers at a branch.
    case teller
    /// Supervisor: responsible for a branch; may move more in a day than a teller.
    case supervisor
    /// Support: helps customers with what they see; never changes anything.
    case support
    /// Auditor: examines accounts; never changes anything.
    case auditor

    /// True if the role belongs to the bank's staff.
    package var isStaff: Bool { self != .customer }

    /// True if the role can have a permission that changes anything.
    package var mayWrite: Bool {
        switch self {
        case .customer, .teller, .supervisor: true
        case .support, .auditor: false
        }
    }
}
