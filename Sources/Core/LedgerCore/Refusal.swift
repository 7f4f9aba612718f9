/// Why a command was refused, and where in it.
public struct Refusal: Hashable, Sendable {
    /// The first rule that the command broke, by precedence.
    public let rejection: Rejection
    /// The place, from 0, of the transfer or expiry that broke it; nil when it is the whole.
    public let index: Int?

    /// Makes a refusal.
    public init(_ rejection: Rejection, at index: Int? = nil) {
        self.rejection = rejection
        self.index = index
    }
}
