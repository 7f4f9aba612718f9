import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// A client that sends exactly the bytes that it is told to, over TLS, TCP or a Unix socket.
final class Peer: Sendable {
    /// How it reaches the server.
    enum Line: Sendable {
        case tls(port: Int, trusting: String, device: String?)
        case tcp(port: Int)
        case socket(path: String)
    }

    /// One answer.
    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    private let channel: any Channel
    private let inbox: Inbox

    /// Connects.
    ///
    /// - Parameters:
    ///   - line: How.
    ///   - source: The address of this host that it comes from, over TLS and TCP; nil for any.
    ///   - opening: What it sends as soon as it is connected, with no task to be waited for between.
    ///   - configure: Changes what the client of TLS offers.
    /// - Throws: What the connection throws.
    init(
        _ line: Line,
        from source: String? = nil,
        opening: String = "",
        configure: @escaping @Sendable (inout TLSConfiguration) -> Void = { _ in }
    ) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if case .tls(_, let authority, let device) = line {
                        let handler = try Self.handler(authority, device, configure)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    let collector = Collector(continuation)
                    try channel.pipeline.syncOperations.addHandler(collector)
                }
            }
        if let source {
            bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: source, port: 0))
        }
        let connected =
            switch line {
            case .tls(let port, _, _), .tcp(let port):
                bootstrap.connect(host: "127.0.0.1", port: port)
            case .socket(let path):
                bootstrap.connect(unixDomainSocketPath: path)
            }
        channel = try await connected.flatMap { channel in
            guard !opening.isEmpty else { return channel.eventLoop.makeSucceededFuture(channel) }
            let bytes = channel.allocator.buffer(string: opening)
            return channel.writeAndFlush(bytes).map { channel }
        }.get()
        inbox = Inbox(stream)
    }

    /// Sends bytes.
    func send(_ text: String) async throws {
        try await channel.writeAndFlush(channel.allocator.buffer(string: text)).get()
    }

    /// Sends a request and reads its answer.
    func ask(
        _ method: String,
        _ target: String,
        token: String? = nil,
        headers: [String] = [],
        body: String? = nil
    ) async throws -> Answer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: localhost"] + headers
        if let token { lines.append("Authorization: Bearer \(token)") }
        if let body {
            lines.append("Content-Type: application/json")
            lines.append("Content-Length: \(body.utf8.count)")
        }
        try await send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
        return try await answer()
    }

    /// The next answer.
    func answer() async throws -> Answer {
        let head = try await head()
        let count = try #require(head.headers["content-length"].flatMap { Int($0) })
        let taken = await inbox.take(count)
        let body = try #require(taken)
        return Answer(status: head.status, headers: head.headers, body: body)
    }

    /// The status line and the header fields of an answer.
    func head() async throws -> Answer {
        let taken = await inbox.take(through: Array("\r\n\r\n".utf8))
        let bytes = try #require(taken)
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        let words = lines.removeFirst().split(separator: " ")
        var headers: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            let name = try #require(parts.first).lowercased()
            headers[name] = parts.count == 2 ? String(parts[1].dropFirst()) : ""
        }
        return Answer(status: try #require(Int(words[1])), headers: headers, body: [])
    }

    /// The next part of a body that is sent in chunks; nil at its end.
    func chunk() async throws -> [UInt8]? {
        guard let line = await inbox.take(through: Array("\r\n".utf8)) else { return nil }
        let digits = String(decoding: line.dropLast(2), as: UTF8.self)
        let count = try #require(Int(digits, radix: 16))
        let taken = await inbox.take(count + 2)
        let bytes = try #require(taken)
        return count == 0 ? nil : Array(bytes.dropLast(2))
    }

    /// Everything until the server closes.
    func rest() async -> [UInt8] { await inbox.rest() }

    /// What the server proved itself with on this connection.
    func serverCertificate() async throws -> NIOSSLCertificate? {
        try await channel.nioSSL_peerCertificate().get()
    }

    /// Calls back once either side has closed the connection.
    func whenClosed(_ body: @escaping @Sendable () -> Void) {
        channel.closeFuture.whenComplete { _ in body() }
    }

    func close() async {
        // One that is closed already is closed.
        try? await channel.close().get()
    }

    private static func handler(
        _ authority: String,
        _ device: String?,
        _ configure: (inout TLSConfiguration) -> Void
    ) throws -> NIOSSLClientHandler {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(authority)
        if let device {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(device + ".pem")
                .map { .certificate($0) }
            configuration.privateKey = .privateKey(
                try NIOSSLPrivateKey(file: device + ".key", format: .pem)
            )
        }
        configure(&configuration)
        let context = try NIOSSLContext(configuration: configuration)
        return try NIOSSLClientHandler(context: context, serverHostname: "localhost")
    }

    /// Hands what arrives on.
    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncStream<[UInt8]>.Continuation

        init(_ continuation: AsyncStream<[UInt8]>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(Array(unwrapInboundIn(data).readableBytesView))
        }

        func channelInactive(context: ChannelHandlerContext) {
            continuation.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    /// What arrived and was not read yet.
    private actor Inbox {
        private var stream: AsyncStream<[UInt8]>.Iterator
        private var bytes: [UInt8] = []

        init(_ stream: AsyncStream<[UInt8]>) {
            self.stream = stream.makeAsyncIterator()
        }

        func take(_ count: Int) async -> [UInt8]? {
            while bytes.count < count {
                guard await more() else { return nil }
            }
            defer { bytes.removeFirst(count) }
            return Array(bytes.prefix(count))
        }

        func take(through end: [UInt8]) async -> [UInt8]? {
            while true {
                let last = bytes.count - end.count
                let place = last < 0 ? nil : (0...last).first { bytes[$0...].starts(with: end) }
                if let place { return await take(place + end.count) }
                guard await more() else { return nil }
            }
        }

        func rest() async -> [UInt8] {
            while await more() {}
            defer { bytes = [] }
            return bytes
        }

        private func more() async -> Bool {
            var iterator = stream
            guard let next = await iterator.next(isolation: self) else { return false }
            stream = iterator
            bytes += next
            return true
        }
    }
}
