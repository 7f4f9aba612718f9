import IdentityCore

/// Idle times after which a terminal locks.
enum IdlePolicy {
    /// Idle seconds before a customer's screen locks.
    static let customerSeconds: Int64 = 5 * 60
    /// Idle seconds before a screen of the bank's staff locks.
    static let staffSeconds: Int64 = 15 * 60
    /// Seconds before the lock at which a warning appears.
    static let warningSeconds: Int64 = 2 * 60

    /// Returns the idle limit of a role in seconds.
    static func seconds(for role: Role) -> Int64 {
        role == .customer ? customerSeconds : staffSeconds
    }
}
