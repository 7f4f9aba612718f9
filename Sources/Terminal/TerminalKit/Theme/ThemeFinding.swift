/// Guarantee that a theme does not meet.
public struct ThemeFinding: Hashable, Sendable, CustomStringConvertible {
    /// Role that is affected.
    public let role: Role
    /// Measured value; nil if the guarantee is not a number.
    public internal(set) var measured: Double?
    /// Required value; nil if the guarantee is not a number.
    public internal(set) var needed: Double?
    /// Description of the failed check, with role and figures.
    public let sentence: String

    /// Description of the failed check.
    public var description: String { sentence }
}
