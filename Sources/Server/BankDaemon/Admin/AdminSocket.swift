import CProcess
import Glibc
import PrivatePaths

/// A stream socket between processes of one user on one host, used line by line.
///
/// Its calls block; each waits a bounded time.
struct AdminSocket: Sendable {
    /// How long the other side may take to write a line or to read one, in milliseconds.
    private static let patienceMilliseconds = 10_000
    private static let backlog: Int32 = 16
    /// How long it waits before it takes a connection again when the system had no room for one, in
    /// milliseconds: long enough to cost nothing, and short enough for who waits at the other end.
    private static let roomMilliseconds: Int32 = 100

    /// What came in next from the other side.
    enum Incoming: Hashable, Sendable {
        /// A line, without its end.
        case line([UInt8])
        /// Nothing more, or more than a line may have.
        case end
        /// Nothing within the time that it may take.
        case silence
    }

    let descriptor: Int32

    /// Listens at a path; a socket that is there from a dead process of this user goes.
    ///
    /// - Throws: `unavailable` when the system refuses or somebody listens there, `configuration` when
    ///   that is another user, or something else is there.
    static func listen(at path: String) throws(DaemonError) -> AdminSocket {
        try claim(path)
        let socket = try make(path)
        let result = withAddress(of: path) { Glibc.bind(socket.descriptor, $0, $1) }
        guard result == 0, chmod(path, PrivateFile.mode) == 0,
            Glibc.listen(socket.descriptor, backlog) == 0
        else {
            let error = PrivateFile.failure("\(path) cannot be listened at", .unavailable)
            socket.close()
            throw error
        }
        return socket
    }

    /// Connects to who listens at a path; nil when nobody does.
    ///
    /// - Throws: `notPermitted` for a socket that is not open to this user, `configuration` for another
    ///   user's, or at which another user's process listens, `tryLater` when whoever listens takes nobody
    ///   in, `unavailable` when the system refuses.
    static func connect(to path: String) throws(DaemonError) -> AdminSocket? {
        if let status = PrivateFile.status(path), status.st_uid != 0, status.st_uid != geteuid() {
            throw DaemonError("\(path) belongs to another user.", .configuration)
        }
        let socket = try make(path)
        // One that hangs takes nobody in once enough wait.
        socket.setPatience(SO_SNDTIMEO)
        let result = withAddress(of: path) { Glibc.connect(socket.descriptor, $0, $1) }
        if result == 0 {
            // Whose file the socket is does not tell who took it over.
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

    /// Makes sure that a socket can be made at a path, without taking one from a process that lives.
    private static func claim(_ path: String) throws(DaemonError) {
        do throws(SocketPlace.Fault) {
            try SocketPlace(path: path).claim()
        } catch {
            switch error {
            case .taken:
                // Before anything else it is told of one that is too long.
                try requireRoom(for: path)
                throw DaemonError(
                    "\(path) is no socket, and a server needs the name for one. Move it away.",
                    .configuration
                )
            case .live:
                // Of another user it says so.
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

    /// Waits for who connects.
    ///
    /// - Parameters:
    ///   - stop: Another descriptor, at which something comes in when it is to stop.
    ///   - take: Takes one connection, as accept4(2) does, which no program that this process starts
    ///     keeps open.
    /// - Returns: The connection; nil when it is to stop, or nobody can be let in here any more.
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
            // Who connected may be gone again.
            case EINTR, ECONNABORTED, EAGAIN: continue
            // Consoles may have taken all there is; that must not end the bank, and passes.
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: poll(&watched[1], 1, Self.roomMilliseconds)
            default: return nil
            }
        }
    }

    /// Whether the other process is of this user, or of the one who may do everything.
    var isOwn: Bool {
        var peer = PeerCredentials()
        var size = socklen_t(MemoryLayout<PeerCredentials>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 else {
            return false
        }
        return peer.user == geteuid() || peer.user == 0
    }

    /// Writes a line; false when nobody reads it.
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

    /// Reads up to the next end of a line; nil at the end, past the limit, or when it takes too
    /// long.
    func readLine(byteLimit: Int) -> [UInt8]? {
        guard case .line(let line) = next(byteLimit: byteLimit) else { return nil }
        return line
    }

    /// Reads up to the next end of a line.
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

    func close() {
        Glibc.close(descriptor)
    }

    /// Makes sure that the system takes a path for a socket.
    ///
    /// - Throws: `configuration` when it is too long.
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

    private static func withAddress(
        of path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { target in
            target.copyBytes(from: path.utf8)
        }
        return withUnsafePointer(to: &address) { start in
            start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// Lets a read or a write wait for the other side no longer than some time.
    func setPatience(_ option: Int32, milliseconds: Int = AdminSocket.patienceMilliseconds) {
        var time = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
        // Without it a silent peer is only waited for longer.
        _ = setsockopt(
            descriptor,
            SOL_SOCKET,
            option,
            &time,
            socklen_t(MemoryLayout<timeval>.size)
        )
    }
}

/// `struct ucred` of unix(7), which the C library hides from Swift.
private struct PeerCredentials {
    var process: pid_t = 0
    var user = uid_t.max
    var group = gid_t.max
}
