import Glibc
import LocalFiles
import NIOCore

/// Reads the host accounts of peers on Unix sockets.
enum HostAccount {
    /// Returns the account of the peer on a Unix socket, from the kernel; nil for none.
    static func ofPeer(on channel: any Channel) -> EventLoopFuture<UInt32?> {
        guard case .unixDomainSocket? = channel.localAddress,
            let options = channel as? any SocketOptionProvider
        else { return channel.eventLoop.makeSucceededFuture(nil) }
        // SAFETY: PeerCredentials has the layout of this option's value.
        let credentials: EventLoopFuture<PeerCredentials> = options.unsafeGetSocketOption(
            level: SocketOptionLevel(SOL_SOCKET),
            name: SocketOptionName(SO_PEERCRED)
        )
        return credentials.map { UInt32?.some($0.user) }.recover { _ in nil }
    }
}
