/// Guarantee that a theme does not meet.
package struct ThemeFinding: Hashable, Sendable, CustomStringConvertible {
    /// Role that is affected.
    package let role: StyleRole
    /// Measured value; nil if the guarantee is not a number.
    package internal(set) var measured: Double?
    /// Required value; nil if the guarantee is not a number.
    package internal(set) var needed: Double?
    /// Description of the failed check, with role and figures.
    package let sentence: String

    /// Description of the failed check.
    package var description: String { sentence }
}
