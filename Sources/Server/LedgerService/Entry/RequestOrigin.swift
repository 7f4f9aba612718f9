/// Origin of a request as the transport verified it, without any claim of the sender.
public struct RequestOrigin: Hashable, Sendable {
    /// The address of the peer; nil over a Unix socket and inside one process.
    public let address: String?
    /// The host account of the peer on a Unix socket, from the kernel; nil for any other peer.
    public let account: UInt32?
    /// The terminal that the peer's certificate names; nil without one.
    public let terminal: String?

    /// Creates the origin of a request from a peer.
    public init(address: String?, account: UInt32? = nil, terminal: String?) {
        self.address = address
        self.account = account
        self.terminal = terminal
    }

    /// The bank's own process.
    public static let inProcess = RequestOrigin(address: nil, terminal: nil)
}
