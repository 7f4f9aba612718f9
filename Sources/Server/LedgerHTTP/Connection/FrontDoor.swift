import NIOCore

/// Stands first on a connection: it closes one whose peer sends no byte at all, or reads none of its
/// answer, and one that the listener needs for somebody else.
///
/// It closes without the good-bye of TLS, which would take a second or more; nobody who listens is
/// in the middle of an answer then.
final class FrontDoor: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let timeout: TimeAmount
    private var deadline: Scheduled<Void>?
    private var context: ChannelHandlerContext?
    private var isRefused = false

    init(_ limits: ServerLimits) {
        timeout = .milliseconds(limits.firstByteMilliseconds)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { self.close() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if isRefused { close() }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        deadline?.cancel()
        deadline = nil
        if !isRefused { context.fireChannelRead(data) }
    }

    /// Closes the connection as soon as it is there, before a byte of it is read.
    func refuse() {
        isRefused = true
    }

    /// Closes the connection at once.
    func close() {
        context?.close(promise: nil)
    }
}
