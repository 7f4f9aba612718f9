import IdentityCore

/// How long a terminal may be left alone before it locks.
enum IdlePolicy {
    /// Seconds without a key before a customer's screen locks.
    static let customerSeconds: Int64 = 5 * 60
    /// Seconds without a key before a screen of the bank's staff locks.
    static let staffSeconds: Int64 = 15 * 60
    /// Seconds before the lock at which a line of warning appears.
    static let warningSeconds: Int64 = 2 * 60

    /// The limit for a role.
    static func seconds(for role: IdentityCore.Role) -> Int64 {
        role == .customer ? customerSeconds : staffSeconds
    }
}
