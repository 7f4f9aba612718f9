/// Origin of a request as the transport verified it, without any claim of the sender.
package struct RequestOrigin: Hashable, Sendable {
    /// The address of the peer; nil over a Unix socket and inside one process.
    package let address: String?
    /// The host account of the peer on a Unix socket, from the kernel; nil for any other peer.
    package let account: UInt32?
    /// The terminal that the peer's certificate names; nil without one.
    package let terminal: String?

    /// Creates the origin of a request from a peer.
    package init(address: String?, account: UInt32? = nil, terminal: String?) {
        self.address = address
        self.account = account
        self.terminal = terminal
    }

    /// The bank's own process.
    package static let inProcess = RequestOrigin(address: nil, terminal: nil)
}
