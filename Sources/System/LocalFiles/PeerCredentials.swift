package import Glibc

/// Process and accounts behind the other end of a Unix socket, as the kernel names them.
///
/// It has the layout of `struct ucred` of unix(7), which the C library hides from Swift.
package struct PeerCredentials: Sendable {
    private var process: pid_t
    /// User that the process ran as when it connected or began to listen.
    package private(set) var user: uid_t
    private var group: gid_t

    private static var none: PeerCredentials {
        PeerCredentials(process: 0, user: .max, group: .max)
    }

    private init(process: pid_t, user: uid_t, group: gid_t) {
        self.process = process
        self.user = user
        self.group = group
    }

    /// Reads the credentials of a connected socket's peer; nil if the kernel names none.
    package init?(ofPeerOn socket: Int32) {
        self = .none
        var size = socklen_t(MemoryLayout<PeerCredentials>.size)
        guard getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &self, &size) == 0 else { return nil }
    }
}
