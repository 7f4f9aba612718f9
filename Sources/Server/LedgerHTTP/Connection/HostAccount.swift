import Glibc
import NIOCore

/// Reads the host accounts of peers on Unix sockets.
enum HostAccount {
    /// `struct ucred` of unix(7), which the C library hides from Swift.
    private struct PeerCredentials: Sendable {
        var process: pid_t = 0
        var user = uid_t.max
        var group = gid_t.max
    }

    /// Returns the account of the peer on a Unix socket, from the kernel; nil for none.
    static func ofPeer(on channel: any Channel) -> EventLoopFuture<UInt32?> {
        guard case .unixDomainSocket? = channel.localAddress,
            let options = channel as? any SocketOptionProvider
        else { return channel.eventLoop.makeSucceededFuture(nil) }
        // SAFETY: the value of this option is three numbers of 32 bits, as PeerCredentials has them.
        let credentials: EventLoopFuture<PeerCredentials> = options.unsafeGetSocketOption(
            level: SocketOptionLevel(SOL_SOCKET),
            name: SocketOptionName(SO_PEERCRED)
        )
        return credentials.map { UInt32?.some($0.user) }.recover { _ in nil }
    }
}
