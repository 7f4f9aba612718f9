import NIOCore
import NIOHTTP1

/// Gives the decoder the bytes of one request at a time, and holds back what came with it.
///
/// ``ConnectionGuard`` lets the next request in when the answer before was taken. So whatever one
/// read brings in, a peer that reads nothing has one answer made for it. While as much is held back
/// as ``heldByteLimit``, nothing is read. A peer that ends its side has all that it sent read at
/// once, whatever the limit: what goes beyond ``dropByteLimit`` is dropped, and the requests before
/// are answered. What a ``FramingJudge`` refuses reaches no decoder; the refusal travels as an error.
final class RequestFeed: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// The most bytes that one read brings in, before TLS.
    static let readByteLimit = 16_384
    /// The fewest bytes held back with which no more is read.
    static let heldByteLimit = 16_384
    /// With so many bytes held back, what still comes is dropped.
    ///
    /// Room for the limit, one read, and as much again that TLS holds.
    static let dropByteLimit = 2 * (heldByteLimit + readByteLimit)

    private enum State {
        /// A request comes in.
        case open
        /// A request is there; the next one waits.
        case holding
        /// Nothing that still comes is of interest.
        case deaf
    }

    private let facts: ConnectionFacts
    private var context: ChannelHandlerContext?
    private var state = State.open
    private var cutter = RequestCutter()
    private var held = ByteBuffer()
    private var isGiving = false
    /// Something was dropped; what comes after it would not fit.
    private var hasDropped = false
    private var isReadHeldBack = false
    private var isEndHeldBack = false
    /// True if no request can follow the one whose head was read last.
    private(set) var isLastRequest = false

    init(facts: ConnectionFacts) {
        self.facts = facts
    }

    /// A head was read.
    func headEnded(bodyByteCount: Int, isLast: Bool) {
        cutter.headEnded(bodyByteCount: bodyByteCount)
        isLastRequest = isLast
    }

    /// A request was read to its end.
    func requestEnded() {
        cutter.requestEnded()
        if state == .open { state = .holding }
    }

    /// Lets the next request in.
    func letNextIn() {
        guard state == .holding else { return }
        guard let context, held.readableBytes > 0 else {
            state = .open
            return
        }
        // Not from within the write that brought us here.
        context.eventLoop.assumeIsolated().execute { self.goOn() }
    }

    /// Drops what is held back and what still comes.
    func dropRest() {
        state = .deaf
        held = ByteBuffer()
        isEndHeldBack = false
        if let context { readOn(context) }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

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
        // The decoder would read nothing after it. Whoever waits for this peer is told now.
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

    /// Gives the decoder what is there of the request that comes in.
    private func give(_ context: ChannelHandlerContext) {
        // A read within a read is given by the loop of the first.
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
        // The bytes before it are not kept for an empty rest.
        if held.readableBytes == 0 { held = ByteBuffer() }
    }

    private func readOn(_ context: ChannelHandlerContext) {
        // After the end there is nothing to be read; asking for it would tell of the end again.
        guard isReadHeldBack, !isEndHeldBack, held.readableBytes < Self.heldByteLimit else {
            return
        }
        isReadHeldBack = false
        context.read()
    }
}
