/// Reason for refusing a command, with the place in it.
package struct Refusal: Hashable, Sendable {
    /// First rule that the command broke, by precedence.
    package let rejection: Rejection
    /// Index, from 0, of the transfer or expiry that broke the rule; nil for the command as a
    /// whole.
    package let index: Int?

    /// Creates a refusal from a rejection and an index.
    package init(_ rejection: Rejection, at index: Int? = nil) {
        self.rejection = rejection
        self.index = index
    }
}
