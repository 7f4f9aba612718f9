import Glibc

/// The path of a Unix socket at which this process is to listen.
///
/// Nothing is removed there but a socket of this user at which nobody listens any more, and the one
/// that this process made.
public struct SocketPlace: Hashable, Sendable {
    /// The reasons for which no socket can be made at a path.
    public enum Fault: Error, Hashable, Sendable {
        /// Something else than a socket is there, or no socket can have the path.
        case taken
        /// Somebody listens there, or one who may not be asked.
        case live
        /// A dead socket of another user is there, or one that the system does not let go.
        case foreign
        /// This process may open no more files, so nobody was asked.
        case unknown
    }

    /// A socket, whatever its name.
    public struct Identity: Hashable, Sendable {
        private let device: UInt64
        private let inode: UInt64

        fileprivate init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    /// The longest path that the system takes for a socket, in bytes.
    public static var pathByteLimit: Int {
        // The last byte is the end of the text.
        MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
    }

    /// The fault of a longer path, to be said of it.
    public static var lengthFault: String { "is too long for a socket (\(pathByteLimit) bytes)" }

    /// True if the system takes a path for a socket.
    public static func hasRoom(for path: String) -> Bool { path.utf8.count <= pathByteLimit }

    private let path: String

    /// Names a path; makes nothing.
    public init(path: String) {
        self.path = path
    }

    /// Makes sure that the path is free, or holds only the socket of a dead process of this user, which
    /// it removes.
    ///
    /// - Throws: ``Fault`` when it is not; then nothing was removed.
    public func claim() throws(Fault) {
        guard Self.hasRoom(for: path) else { throw Fault.taken }
        guard let status = status() else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw Fault.taken }
        guard try !isAnswered() else { throw Fault.live }
        guard status.st_uid == geteuid(), unlink(path) == 0 else { throw Fault.foreign }
    }

    /// The socket that is there now, to be known again; nil when nothing is.
    public var identity: Identity? { status().map { Identity($0) } }

    /// Removes a socket; another that took its place stays.
    public func remove(_ made: Identity) {
        guard identity == made else { return }
        unlink(path)
    }

    /// True if somebody listens at the path; one who may not be asked counts.
    private func isAnswered() throws(Fault) -> Bool {
        // Without waiting for one who has no room: that one listens, too.
        let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_UNIX, Int32(flags), 0)
        guard descriptor >= 0 else { throw Fault.unknown }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { start in
            start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 || errno != ECONNREFUSED
    }

    private func status() -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }
}
