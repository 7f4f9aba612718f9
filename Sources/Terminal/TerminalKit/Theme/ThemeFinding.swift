/// A promise that a theme does not keep.
public struct ThemeFinding: Hashable, Sendable, CustomStringConvertible {
    /// The role concerned.
    public let role: Role
    /// What was measured, where the promise is a number.
    public let measured: Double?
    /// What the promise asks for.
    public let needed: Double?
    /// What is wrong, as a sentence with role and figures.
    public let sentence: String

    /// Makes a finding.
    init(role: Role, measured: Double? = nil, needed: Double? = nil, sentence: String) {
        self.role = role
        self.measured = measured
        self.needed = needed
        self.sentence = sentence
    }

    /// The sentence.
    public var description: String { sentence }
}
