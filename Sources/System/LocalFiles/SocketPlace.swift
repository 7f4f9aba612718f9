package import Glibc

/// Path of a Unix socket on which this process will listen.
///
/// Only two kinds of file are removed there: a socket of this user on which nobody listens any
/// more, and the one that this process made.
package struct SocketPlace: Hashable, Sendable {
    /// Reason why no socket can be created at a path.
    package enum Fault: Error, Hashable, Sendable {
        /// Another kind of file is there, or the path is too long for a socket.
        case taken
        /// A process listens there, or one that may not be asked.
        case live
        /// A dead socket of another user is there, or one that cannot be removed.
        case foreign
        /// This process can open no more files, so the path was not tested.
        case unknown
    }

    /// Maximum length of a socket path in bytes.
    package static var pathByteLimit: Int {
        // The last byte terminates the text.
        MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
    }

    /// Message about a path that is too long, without its subject.
    package static var lengthFault: String { "is too long for a socket (\(pathByteLimit) bytes)" }

    /// Returns true if a path is short enough for a socket.
    package static func hasRoom(for path: String) -> Bool { path.utf8.count <= pathByteLimit }

    private let path: String

    /// Creates a value for a path; creates no file.
    package init(path: String) {
        self.path = path
    }

    /// Makes the path free by removing a dead socket of this user if one is there.
    ///
    /// - Throws: ``Fault`` if the path is not free; nothing was removed then.
    package func claim() throws(Fault) {
        guard Self.hasRoom(for: path) else { throw Fault.taken }
        guard let status = FileStatus(at: path) else { return }
        guard status.kind == .socket else { throw Fault.taken }
        guard try !isAnswered() else { throw Fault.live }
        guard status.isOwn, unlink(path) == 0 else { throw Fault.foreign }
    }

    /// Identity of the file that is there now, for later comparison; nil if there is none.
    package var identity: FileIdentity? { FileStatus(at: path)?.identity }

    /// Removes a socket; a file that has replaced it is kept.
    package func remove(_ made: FileIdentity) {
        guard identity == made else { return }
        unlink(path)
    }

    /// Returns true if a process listens at the path; one that may not be asked counts.
    private func isAnswered() throws(Fault) -> Bool {
        // Nonblocking: a listener with a full backlog counts as well, and is not waited for.
        let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_UNIX, Int32(flags), 0)
        guard descriptor >= 0 else { throw Fault.unknown }
        defer { close(descriptor) }
        let result = Self.withAddress(of: path) { connect(descriptor, $0, $1) }
        return result == 0 || errno != ECONNREFUSED
    }

    /// Calls a body such as connect(2) with the address of a path that ``hasRoom(for:)`` accepts.
    package static func withAddress(
        of path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { start in
            start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
