import NIOCore

/// Answers a peer that does not use TLS in plain HTTP, which is all it understands.
///
/// It is placed before the TLS handler, checks the first byte and removes itself.
final class PlainRequestGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Type of a TLS handshake record (RFC 8446 §5.1), the first byte of a connection.
    private static let handshakeRecord: UInt8 = 22

    private var isRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        let bytes = unwrapInboundIn(data)
        guard let first = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) else { return }
        guard first == Self.handshakeRecord else {
            refuse(context)
            return
        }
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func refuse(_ context: ChannelHandlerContext) {
        isRefused = true
        let body = ServerRefusal.notTLS.body(trace: nil)
        let head = """
            HTTP/1.1 400 Bad Request\r
            Content-Type: application/problem+json\r
            Content-Length: \(body.count)\r
            Cache-Control: no-store\r
            Connection: close\r
            \r

            """
        var answer = context.channel.allocator.buffer(string: head)
        answer.writeBytes(body)
        context.writeAndFlush(wrapOutboundOut(answer)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
