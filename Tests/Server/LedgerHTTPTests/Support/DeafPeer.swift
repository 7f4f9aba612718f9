import Glibc
import Testing

/// A client over a Unix socket that reads nothing before it is asked to.
final class DeafPeer: Sendable {
    private static let lookMilliseconds: Int32 = 10

    private let descriptor: Int32

    /// Connects.
    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { start in
            start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size)
            }
        }
        try #require(result == 0)
    }

    deinit {
        close(descriptor)
    }

    /// Sends what the system takes at once, in one piece.
    func send(_ text: String) {
        let bytes = Array(text.utf8)
        let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        #expect(count == bytes.count)
    }

    /// Ends its side; the other goes on.
    func endSending() {
        #expect(shutdown(descriptor, Int32(SHUT_WR)) == 0)
    }

    /// Waits until the server has closed the connection, without reading what it sent.
    func untilClosed() async {
        await wait(for: Int16(POLLHUP))
    }

    /// All that the server sent until it closed.
    func rest() async -> String {
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            await wait(for: Int16(POLLIN))
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    private func wait(for event: Int16) async {
        var place = pollfd(fd: descriptor, events: event, revents: 0)
        while place.revents & (event | Int16(POLLHUP)) == 0 {
            poll(&place, 1, Self.lookMilliseconds)
            // The server's answers have their turn.
            await Task.yield()
        }
    }
}
