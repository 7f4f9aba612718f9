import CProcess
import Glibc
import LocalFiles

/// A stream socket between processes of one user on one host, used line by line.
///
/// Its calls block for a bounded time, apart from ``accept(unless:taking:)``.
struct AdminSocket: Sendable {
    /// Time in which the peer has to write or to read a line, in milliseconds.
    private static let patienceMilliseconds = 10_000
    private static let backlog: Int32 = 16
    /// Pause before the next attempt to accept after the system had no room, in milliseconds.
    ///
    /// It is long enough to cost little and short enough for the waiting peer.
    private static let roomMilliseconds: Int32 = 100

    /// The next input from the peer.
    enum Incoming: Hashable, Sendable {
        /// A line without its line feed.
        case line([UInt8])
        /// The end of the input, or a line above the length limit.
        case end
        /// No input within the time limit.
        case silence
    }

    let descriptor: Int32

    /// Listens at a path and replaces a socket that a dead process of this user has left.
    ///
    /// - Throws: `unavailable` if the system refuses or somebody listens there, `configuration` if
    ///   that is another user or the path is no socket.
    static func listen(at path: String) throws(DaemonError) -> AdminSocket {
        try claim(path)
        let socket = try make(path)
        let result = SocketPlace.withAddress(of: path) { Glibc.bind(socket.descriptor, $0, $1) }
        guard result == 0, chmod(path, PrivateFile.mode) == 0,
            Glibc.listen(socket.descriptor, backlog) == 0
        else {
            let error = PrivateFile.failure("\(path) cannot be listened at", .unavailable)
            socket.close()
            throw error
        }
        return socket
    }

    /// Connects to the listener at a path.
    ///
    /// Returns nil if nobody listens.
    ///
    /// - Throws: `notPermitted` if this user may not open the socket, `configuration` if it belongs
    ///   to another user or another user's process listens, `tryLater` if the listener accepts no
    ///   connection, `unavailable` if the system refuses.
    static func connect(to path: String) throws(DaemonError) -> AdminSocket? {
        if let status = FileStatus(at: path), status.owner != 0, !status.isOwn {
            throw DaemonError("\(path) belongs to another user.", .configuration)
        }
        let socket = try make(path)
        // A hung listener accepts no more connections once its backlog is full.
        socket.setPatience(SO_SNDTIMEO)
        let result = SocketPlace.withAddress(of: path) { Glibc.connect(socket.descriptor, $0, $1) }
        if result == 0 {
            // The socket file's owner does not prove who listens at it.
            guard socket.isOwn else {
                socket.close()
                throw DaemonError(
                    "Another user listens at \(path), and was sent nothing. Find out who it is: the "
                        + "server runs as the user who owns the bank's folder.",
                    .configuration
                )
            }
            return socket
        }
        let reason = errno
        socket.close()
        if reason == ENOENT || reason == ECONNREFUSED { return nil }
        guard reason != EACCES else {
            throw DaemonError(
                "\(path) is not open to this user. Run the command as the user who runs the bank.",
                .notPermitted
            )
        }
        guard reason != EAGAIN else {
            throw DaemonError(
                "The server does not answer at \(path), and was sent nothing. If that stays so, stop "
                    + "it and start it again.",
                .tryLater
            )
        }
        errno = reason
        throw PrivateFile.failure("\(path) cannot be reached", .unavailable)
    }

    /// Makes room for a socket at a path, without taking it from a live process.
    private static func claim(_ path: String) throws(DaemonError) {
        do throws(SocketPlace.Fault) {
            try SocketPlace(path: path).claim()
        } catch {
            switch error {
            case .taken:
                // A path that is too long is reported first.
                try requireRoom(for: path)
                throw DaemonError(
                    "\(path) is no socket, and a server needs the name for one. Move it away.",
                    .configuration
                )
            case .live:
                // If it belongs to another user, this call throws and says so.
                try connect(to: path)?.close()
                throw DaemonError(
                    "Another process listens at \(path), where the server takes commands. Stop it, and "
                        + "start the server again.",
                    .unavailable
                )
            case .foreign: throw DaemonError("\(path) belongs to another user.", .configuration)
            case .unknown: throw PrivateFile.failure("A socket cannot be made", .unavailable)
            }
        }
    }

    /// Waits for the next connection.
    ///
    /// Returns nil when `stop` becomes readable, and if the socket can accept no more. `take` accepts
    /// one connection like accept4(2), as close-on-exec.
    func accept(
        unless stop: Int32,
        taking take: (Int32) -> Int32 = { cf_accept($0) }
    ) -> AdminSocket? {
        while true {
            var watched = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&watched, nfds_t(watched.count), -1)
            if count < 0, errno == EINTR { continue }
            guard count > 0, watched[1].revents == 0 else { return nil }
            let accepted = take(descriptor)
            if accepted >= 0 {
                let socket = AdminSocket(descriptor: accepted)
                socket.setPatience(SO_RCVTIMEO)
                socket.setPatience(SO_SNDTIMEO)
                return socket
            }
            switch errno {
            // The connection may be gone again.
            case EINTR, ECONNABORTED, EAGAIN: continue
            // Consoles may have used up all descriptors. This passes and must not end the bank.
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: poll(&watched[1], 1, Self.roomMilliseconds)
            default: return nil
            }
        }
    }

    /// True if the peer's process runs as this user or as root.
    var isOwn: Bool {
        guard let peer = PeerCredentials(ofPeerOn: descriptor) else { return false }
        return peer.user == geteuid() || peer.user == 0
    }

    /// Writes a line to the peer.
    ///
    /// Returns false if the peer no longer reads.
    func write(line: [UInt8]) -> Bool {
        var rest = (line + [UInt8(ascii: "\n")])[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Reads up to the next line feed.
    ///
    /// Returns nil at the end of input, past the limit or after a timeout.
    func readLine(byteLimit: Int) -> [UInt8]? {
        guard case .line(let line) = next(byteLimit: byteLimit) else { return nil }
        return line
    }

    /// Reads up to the next line feed.
    func next(byteLimit: Int) -> Incoming {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count <= byteLimit {
            let count = recv(descriptor, &byte, 1, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return .silence }
            guard count == 1 else { return .end }
            if byte == UInt8(ascii: "\n") { return .line(line) }
            line.append(byte)
        }
        return .end
    }

    func close() { Glibc.close(descriptor) }

    /// Checks that the system accepts a path of this length for a socket.
    static func requireRoom(for path: String) throws(DaemonError) {
        guard SocketPlace.hasRoom(for: path) else {
            throw DaemonError(
                "\(path) \(SocketPlace.lengthFault). Use a folder with a shorter path.",
                .configuration
            )
        }
    }

    private static func make(_ path: String) throws(DaemonError) -> AdminSocket {
        try requireRoom(for: path)
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else {
            throw PrivateFile.failure("A socket cannot be made", .unavailable)
        }
        return AdminSocket(descriptor: descriptor)
    }

    /// Sets the timeout of reads or writes, by socket option.
    func setPatience(_ option: Int32, milliseconds: Int = AdminSocket.patienceMilliseconds) {
        var time = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
        // If this fails, a silent peer is only waited for longer.
        _ = setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
}
