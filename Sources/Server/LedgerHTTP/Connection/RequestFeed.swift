import NIOCore
import NIOHTTP1

/// Passes the bytes of one request at a time to the decoder, and buffers the rest.
///
/// ``ConnectionGuard`` admits the next request when the peer has taken the previous answer. So a
/// peer that reads nothing gets at most one answer, however much one read brings in. While
/// ``heldByteLimit`` bytes are buffered, nothing more is read. If the peer closes its side, all
/// remaining bytes are read at once, whatever the limit. Bytes beyond ``dropByteLimit`` are
/// dropped, and the earlier requests are answered. Bytes refused by a ``FramingJudge`` never reach
/// the decoder. The refusal is fired as an error.
final class RequestFeed: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Maximum number of bytes in one read, before TLS.
    static let readByteLimit = 16_384
    /// Number of buffered bytes from which on no more is read.
    static let heldByteLimit = 16_384
    /// Number of buffered bytes from which on further bytes are dropped.
    ///
    /// Room for the limit and one read, and as much again that TLS may hold.
    static let dropByteLimit = 2 * (heldByteLimit + readByteLimit)

    private enum State {
        /// A request is being received.
        case open
        /// A request is complete, and the next one is buffered.
        case holding
        /// All further bytes are ignored.
        case deaf
    }

    private let facts: ConnectionFacts
    private var context: ChannelHandlerContext?
    private var state = State.open
    private var cutter = RequestCutter()
    private var held = ByteBuffer()
    private var isGiving = false
    /// True if bytes were dropped, so that later ones would not connect.
    private var hasDropped = false
    private var isReadHeldBack = false
    private var isEndHeldBack = false
    /// True if no request can follow the one whose head was read last.
    private(set) var isLastRequest = false

    init(facts: ConnectionFacts) { self.facts = facts }

    /// Notes the end of a head.
    func headEnded(bodyByteCount: Int, isLast: Bool) {
        cutter.headEnded(bodyByteCount: bodyByteCount)
        isLastRequest = isLast
    }

    /// Notes the end of a request.
    func requestEnded() {
        cutter.requestEnded()
        if state == .open { state = .holding }
    }

    /// Admits the next request.
    func letNextIn() {
        guard state == .holding else { return }
        guard let context, held.readableBytes > 0 else {
            state = .open
            return
        }
        // Deferred, because this may be called within a write.
        context.eventLoop.assumeIsolated().execute { self.goOn() }
    }

    /// Drops all buffered and future bytes.
    func dropRest() {
        state = .deaf
        held = ByteBuffer()
        isEndHeldBack = false
        if let context { readOn(context) }
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        state = .deaf
        held = ByteBuffer()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state != .deaf, !hasDropped else { return }
        var bytes = unwrapInboundIn(data)
        if held.readableBytes == 0 {
            held = bytes
        } else if held.readableBytes < Self.dropByteLimit {
            held.writeBuffer(&bytes)
        } else {
            hasDropped = true
        }
        give(context)
    }

    func read(context: ChannelHandlerContext) {
        isReadHeldBack = true
        readOn(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event as? ChannelEvent == .inputClosed, held.readableBytes > 0 else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // The decoder would read nothing after this event. Operations that wait for this peer are
        // told now.
        isEndHeldBack = true
        facts.peerLeft()
    }

    private func goOn() {
        guard state == .holding, let context else { return }
        state = .open
        give(context)
        context.fireChannelReadComplete()
        if isEndHeldBack, held.readableBytes == 0 {
            isEndHeldBack = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        readOn(context)
    }

    /// Passes the available bytes of the present request to the decoder.
    private func give(_ context: ChannelHandlerContext) {
        // In a nested read, the outer loop passes the bytes.
        guard !isGiving else { return }
        isGiving = true
        defer { isGiving = false }
        while state == .open, held.readableBytes > 0 {
            let bytes = held.readableBytesView
            let count = cutter.pieceByteCount(of: bytes, count: bytes.count)
            if let refusal = cutter.refusal {
                state = .deaf
                context.fireErrorCaught(refusal)
                break
            }
            guard let piece = held.readSlice(length: count) else { break }
            context.fireChannelRead(wrapInboundOut(piece))
        }
        // Frees the storage of consumed bytes once the buffer is empty.
        if held.readableBytes == 0 { held = ByteBuffer() }
    }

    private func readOn(_ context: ChannelHandlerContext) {
        // After the end there is nothing to read, and another read would report the end again.
        guard isReadHeldBack, !isEndHeldBack, held.readableBytes < Self.heldByteLimit else {
            return
        }
        isReadHeldBack = false
        context.read()
    }
}
