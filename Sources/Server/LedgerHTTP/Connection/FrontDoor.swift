import NIOCore

/// The first handler on a connection.
///
/// It closes a connection whose peer sends no byte or reads nothing of its answer, and one that the
/// listener evicts. It closes without a TLS close notification, which could take a second or more.
/// No peer that still reads is in the middle of an answer then.
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

    /// Marks the connection to be closed when it becomes active, before any byte is read.
    func refuse() { isRefused = true }

    /// Closes the connection at once.
    func close() { context?.close(promise: nil) }
}
