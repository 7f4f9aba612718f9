/// Where a request came from, as the transport knows it; nothing of it is the sender's word.
public struct RequestOrigin: Hashable, Sendable {
    /// The address of the peer; nil over a Unix socket and inside one process.
    public let address: String?
    /// The account of this host that the peer on a Unix socket runs under, as the kernel says; nil
    /// over the network and inside one process.
    public let account: UInt32?
    /// The terminal that the peer's certificate names; nil without one.
    public let terminal: String?

    /// Makes an origin.
    public init(address: String?, account: UInt32? = nil, terminal: String?) {
        self.address = address
        self.account = account
        self.terminal = terminal
    }

    /// The bank's own process.
    public static let inProcess = RequestOrigin(address: nil, terminal: nil)
}
