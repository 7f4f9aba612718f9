import CLibssl
import Glibc

/// One connection of a ``ScriptedServer``; lives on its own thread.
final class ServerConnection {
    private let socket: Int32
    private let note: (ServerRequest) -> Void
    private var tls: OpaquePointer?
    private var pending: [UInt8] = []
    private var isOpen = true

    init(_ socket: Int32, note: @escaping (ServerRequest) -> Void) {
        self.socket = socket
        self.note = note
    }

    func startTLS(_ context: TLSServerContext) throws {
        guard let tls = SSL_new(context.pointer), SSL_set_fd(tls, socket) == 1 else {
            throw ServerFailure(reason: "no TLS")
        }
        self.tls = tls
        guard SSL_accept(tls) == 1 else {
            // Closed with something unread, the system would send a reset that overtakes the alert.
            SSL_free(tls)
            self.tls = nil
            shutdown(socket, Int32(SHUT_WR))
            readToEnd()
            throw ServerFailure(reason: "handshake")
        }
    }

    /// The next request, whole; nil when the other side is done.
    func readRequest() throws -> ServerRequest? {
        while true {
            if let request = takeRequest() {
                note(request)
                return request
            }
            guard let bytes = read() else { return nil }
            pending += bytes
        }
    }

    /// Records that something came that is no request of HTTP/1.1.
    func record(_ line: String) {
        note(ServerRequest(line: line, headers: [:], body: []))
    }

    /// Waits until the other side is done.
    func readToEnd() {
        while read() != nil {}
    }

    /// What comes next, a piece at a time; nil at the end.
    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count =
            tls.map { Int(SSL_read($0, &buffer, Int32(buffer.count))) }
            ?? Glibc.read(socket, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// The next so many bytes; nil when the other side is done before.
    func read(exactly count: Int) -> [UInt8]? {
        while pending.count < count {
            guard let bytes = read() else { return nil }
            pending += bytes
        }
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
    }

    func write(_ text: String) throws {
        try write(Array(text.utf8))
    }

    func write(_ bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { piece in
                tls.map { Int(SSL_write($0, piece.baseAddress, Int32(piece.count))) }
                    ?? Glibc.write(socket, piece.baseAddress, piece.count)
            }
            guard count > 0 else { throw ServerFailure(reason: "write") }
            start += count
        }
    }

    /// An answer that says how long it is.
    func answer(
        _ body: String,
        status: Int = 200,
        type: String = "application/json",
        more: String = ""
    ) throws {
        try write(
            "HTTP/1.1 \(status) X\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
                + more + "\r\n" + body
        )
    }

    /// Ends the connection; with a reset, as when the other machine has forgotten it.
    func close(withReset: Bool = false) {
        guard isOpen else { return }
        isOpen = false
        if withReset {
            var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout<Glibc.linger>.size)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, size)
        } else if let tls {
            SSL_shutdown(tls)
        }
        SSL_free(tls)
        tls = nil
        Glibc.close(socket)
    }

    /// The protocol that was agreed on by ALPN.
    var agreedProtocol: String? {
        var bytes: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(tls, &bytes, &count)
        guard let bytes else { return nil }
        return String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
    }

    private func takeRequest() -> ServerRequest? {
        let text = String(decoding: pending, as: Unicode.ASCII.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let headCount = text[..<end.upperBound].unicodeScalars.count
        let bodyCount = Int(headers["content-length"] ?? "0") ?? 0
        guard pending.count >= headCount + bodyCount else { return nil }
        let body = Array(pending[headCount..<(headCount + bodyCount)])
        pending.removeFirst(headCount + bodyCount)
        return ServerRequest(line: String(lines.first ?? ""), headers: headers, body: body)
    }
}

extension ServerConnection {
    /// Carries bytes both ways between this connection and a port, until either side is done.
    func tunnel(to port: UInt16) throws {
        let other = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { Glibc.close(other) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(other, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw ServerFailure(reason: "no tunnel") }
        var ends = [socket, other].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while poll(&ends, 2, -1) > 0 {
            for (index, end) in ends.enumerated() where end.revents != 0 {
                let count = Glibc.read(end.fd, &buffer, buffer.count)
                guard count > 0, Glibc.write(ends[1 - index].fd, buffer, count) == count else {
                    return
                }
            }
        }
    }
}
