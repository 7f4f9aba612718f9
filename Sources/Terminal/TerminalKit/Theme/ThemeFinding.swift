/// Guarantee that a theme does not meet.
public struct ThemeFinding: Hashable, Sendable, CustomStringConvertible {
    /// Role that is affected.
    public let role: Role
    /// Measured value; nil if the guarantee is not a number.
    public let measured: Double?
    /// Required value; nil if the guarantee is not a number.
    public let needed: Double?
    /// Description of the failed check, with role and figures.
    public let sentence: String

    /// Creates a finding about a role.
    init(role: Role, measured: Double? = nil, needed: Double? = nil, sentence: String) {
        self.role = role
        self.measured = measured
        self.needed = needed
        self.sentence = sentence
    }

    /// Description of the failed check.
    public var description: String { sentence }
}
