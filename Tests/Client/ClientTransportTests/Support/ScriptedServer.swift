import Glibc
import Synchronization

/// A server that does to each connection what a test's script says, on threads of its own.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (ServerConnection) throws -> Void

    /// Where it listens, for a TCP socket.
    let port: UInt16
    private let listener: Int32
    private let log = Mutex(Log())

    private struct Log {
        var requests: [ServerRequest] = []
        var connectionCount = 0
        var isStopped = false
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// Listens on a port of the loopback address, a free one for 0, or at a path.
    init(
        tls: TLSServerSettings? = nil,
        port wantedPort: UInt16 = 0,
        socketPath: String? = nil,
        script: @escaping Script
    ) throws {
        let context = try tls.map { try TLSServerContext($0) }
        (listener, port) =
            try socketPath.map { (try Self.listen(atPath: $0), 0) } ?? Self.listen(at: wantedPort)
        let listener = listener
        Self.startThread { [weak self] in
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else {
                    // Here alone, so that no other test's listener has the number while this thread
                    // still accepts at it, and serves what comes there by this script.
                    Glibc.close(listener)
                    return
                }
                self?.log.withLock { $0.connectionCount += 1 }
                Self.startThread { [weak self] in
                    let connection = ServerConnection(socket) { self?.note($0) }
                    defer { connection.close() }
                    // A handshake or a connection that fails is what many tests are about.
                    if let context {
                        guard (try? connection.startTLS(context)) != nil else { return }
                    }
                    try? script(connection)
                }
            }
        }
    }

    deinit {
        stop()
    }

    /// Takes no more connections: whoever comes is refused.
    ///
    /// Once: the thread that accepts closes the socket then, and its number may be another's.
    func stop() {
        let isFirst = log.withLock { log in
            defer { log.isStopped = true }
            return !log.isStopped
        }
        guard isFirst else { return }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// What was asked, in the order in which it was read whole.
    var requests: [ServerRequest] { log.withLock { $0.requests } }
    /// How many connections were made.
    var connectionCount: Int { log.withLock { $0.connectionCount } }

    /// Waits until so many requests have been read.
    func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = log.withLock { log in
                if log.requests.count < count { log.waiters.append((count, continuation)) }
                return log.requests.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    /// A port at which nobody listens.
    static func freePort() throws -> UInt16 {
        let (listener, port) = try listen()
        close(listener)
        return port
    }

    private func note(_ request: ServerRequest) {
        let ready = log.withLock { log in
            log.requests.append(request)
            let count = log.requests.count
            defer { log.waiters.removeAll { $0.count <= count } }
            return log.waiters.filter { $0.count <= count }.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    private static func listen(at port: UInt16 = 0) throws -> (Int32, UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        // A port whose last server is gone is free, whatever is left of that one's connections.
        var isReused: Int32 = 1
        setsockopt(
            listener,
            SOL_SOCKET,
            SO_REUSEADDR,
            &isReused,
            socklen_t(MemoryLayout<Int32>.size)
        )
        var address = sockaddr_in()
        address.sin_port = port.bigEndian
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) == 0 && Glibc.listen(listener, 16) == 0
                    && getsockname(listener, generic, &size) == 0
            }
        }
        guard result else { throw ServerFailure(reason: "no port") }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    private static func listen(atPath path: String) throws -> Int32 {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) == 0 && Glibc.listen(listener, 16) == 0
            }
        }
        guard result else { throw ServerFailure(reason: "no socket at \(path)") }
        return listener
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    static func startThread(_ body: @escaping @Sendable () -> Void) {
        let work = Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            nil,
            { context in
                var pipe = sigset_t()
                sigemptyset(&pipe)
                sigaddset(&pipe, SIGPIPE)
                pthread_sigmask(SIG_BLOCK, &pipe, nil)
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            },
            work.toOpaque()
        )
        if result == 0 { pthread_detach(thread) }
    }
}

/// A failure of a server of the tests.
struct ServerFailure: Error {
    let reason: String
}

/// A request as it was read off the line.
struct ServerRequest: Sendable {
    let line: String
    let headers: [String: String]
    let body: [UInt8]

    var method: String { String(line.prefix { $0 != " " }) }
    var target: String { String(line.split(separator: " ").dropFirst().first ?? "") }
    var text: String { String(decoding: body, as: UTF8.self) }
}
