import Glibc
import Testing

/// A connection of somebody who does not mean well, with the system's own calls.
final class RawSocket {
    private static let lookMilliseconds: Int32 = 20
    /// The most looks for an answer: 30 seconds, for a machine under load.
    private static let lookLimit = 1_500

    private let descriptor: Int32

    /// Connects over TCP from an address of this host.
    ///
    /// - Parameters:
    ///   - port: Where to, on 127.0.0.1.
    ///   - source: The last number of the address that it comes from: 127.0.0.N.
    /// - Throws: What the system says when there is no connection.
    init(port: Int, from source: UInt8) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(descriptor >= 0)
        var own = Self.address(source, 0)
        var bank = Self.address(1, UInt16(port))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = Self.with(&own) { bind(descriptor, $0, size) } == 0
        let isConnected = isBound && Self.with(&bank) { connect(descriptor, $0, size) } == 0
        try #require(isConnected, "127.0.0.\(source) cannot connect")
    }

    /// Connects over a Unix socket.
    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isConnected = Self.with(&address) { connect(descriptor, $0, size) } == 0
        try #require(isConnected, "\(path) cannot be reached")
    }

    deinit {
        close(descriptor)
    }

    /// Sends what the system takes at once; a bank that has closed it takes nothing, which is fine.
    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }

    /// Asks for something that needs no token, and stays until the answer begins; false without one.
    func ask(_ target: String) async -> Bool {
        send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        var byte: UInt8 = 0
        return await hasInput() && recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT)) == 1
    }

    /// Asks for something that needs no token; the answer whole, and the connection is over.
    func fetch(_ target: String) async -> String {
        await exchange("GET \(target) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    }

    /// Sends something after which the bank closes; all that came until then.
    func exchange(_ text: String) async -> String {
        send(text)
        var (answer, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while await hasInput() {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }

    /// Waits until the bank has sent something, or has closed; false when it does neither.
    private func hasInput() async -> Bool {
        var place = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        for _ in 0..<Self.lookLimit {
            if poll(&place, 1, Self.lookMilliseconds) > 0 { return true }
            await Task.yield()
        }
        return false
    }

    private static func address(_ last: UInt8, _ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = (UInt32(127) << 24 | UInt32(last)).bigEndian
        return address
    }

    private static func with<Address>(
        _ address: inout Address,
        _ body: (UnsafePointer<sockaddr>) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) { start in
            start.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
        }
    }
}
