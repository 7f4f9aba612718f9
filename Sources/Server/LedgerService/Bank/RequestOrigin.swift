/// Where a request came from, as the transport knows it; nothing of it is the sender's word.
public struct RequestOrigin: Hashable, Sendable {
    /// The address of the peer, or of whoever a trusted proxy names; nil inside one process.
    public let address: String?
    /// The terminal that the peer's certificate names; nil without one.
    public let terminal: String?

    /// Makes an origin.
    public init(address: String?, terminal: String?) {
        self.address = address
        self.terminal = terminal
    }

    /// The bank's own process.
    public static let inProcess = RequestOrigin(address: nil, terminal: nil)
}
