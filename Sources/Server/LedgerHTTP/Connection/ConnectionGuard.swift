import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Runs a ``ConnectionMachine`` on a connection, between the HTTP decoder and the answers.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Linger time after the final response, in milliseconds.
    ///
    /// To close at once while bytes of a long body are still arriving would reset the connection,
    /// and the peer would never see the refusal.
    static let lingerMilliseconds: Int64 = 1_000

    private let limits: ServerLimits
    private let facts: ConnectionFacts
    private let door: FrontDoor
    private let feed: RequestFeed
    private let answering: any ServerAnswering
    private var machine = ConnectionMachine()
    private var deadline: Scheduled<Void>?
    private var isLingering = false
    /// True if the request is a HEAD.
    private var wantsHead = false
    /// True if the answer's head has a `Content-Length`.
    private var isLengthTold = false
    private var stage = ConnectionPlaces.Stage.silent
    /// Bytes that the peer had not read when the deadline began, and bytes added since.
    private var owedByteCount = 0

    init(
        limits: ServerLimits,
        facts: ConnectionFacts,
        door: FrontDoor,
        feed: RequestFeed,
        answering: any ServerAnswering
    ) {
        self.limits = limits
        self.facts = facts
        self.door = door
        self.feed = feed
        self.answering = answering
    }

    func handlerAdded(context: ChannelHandlerContext) {
        perform(machine.opened(), context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        facts.peerLeft()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        facts.peerLeft()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !machine.dropsInput else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            wantsHead = head.method == .head
            perform(machine.head(isLast: feed.isLastRequest), context)
        case .body: break
        case .end: perform(machine.bodyEnded(), context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isLingering else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational:
            isLengthTold = head.headerFields[.contentLength] != nil
            let closes = machine.answerBegan(closes: head.headerFields[.connection] == "close")
            if closes { head.headerFields[.connection] = "close" }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            perform(machine.answerEnded(), context)
            writeEnd(data, promise, context)
        default:
            context.write(data, promise: promise)
        }
    }

    func flush(context: ChannelHandlerContext) {
        // Under TLS the bytes reach the channel only at a flush, so they are counted here.
        let before = bufferedByteCount(context)
        context.flush()
        let after = bufferedByteCount(context)
        owedByteCount += max(0, after - before)
        if after > 0 { perform(machine.leftUnread(), context) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .input:
            // At the end of a stop's time the connection is closed even if its peer has not read
            // its answer.
            door.close()
            promise?.succeed(())
        case .output:
            guard machine.outputEnded() else {
                promise?.succeed(())
                return
            }
            context.close(mode: mode, promise: promise)
        case .all:
            context.close(mode: mode, promise: promise)
            // TLS sends a close notification and waits for the peer's, which only this read can
            // receive.
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        perform(machine.writabilityChanged(to: context.channel.isWritable), context)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            facts.peerLeft()
            perform(machine.inputClosed(), context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let refusal = error as? ServerRefusal {
            perform(machine.failed(refusal), context)
            return
        }
        guard let error = error as? HTTPParserError else {
            // The connection or its handshake broke, so nobody can be told.
            end(context)
            return
        }
        perform(machine.failed(error == .headerOverflow ? .headersTooLong : .notHTTP), context)
    }

    /// Writes the end of an answer, and reports to the machine when all of it has left the buffers.
    private func writeEnd(
        _ data: NIOAny,
        _ promise: EventLoopPromise<Void>?,
        _ context: ChannelHandlerContext
    ) {
        let taken = promise ?? context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenSuccess {
            self.perform(self.machine.answerTaken(), context)
        }
        // The end of a body without a length is a last chunk, and HEAD gets no body.
        let isEndWritten = !wantsHead || isLengthTold
        context.write(isEndWritten ? data : wrapOutboundOut(.body(ByteBuffer())), promise: taken)
    }

    private func perform(_ action: ConnectionMachine.Action, _ context: ChannelHandlerContext) {
        noteStage()
        if machine.takesNoMore { feed.dropRest() }
        switch action {
        case .none: break
        case .wait(let kind):
            owedByteCount = bufferedByteCount(context)
            wait(for: kind, context)
        case .waitOn(let kind): wait(for: kind, context)
        case .forgetDeadline:
            deadline?.cancel()
            deadline = nil
        case .takeNext:
            wait(for: .nextRequest, context)
            feed.letNextIn()
        case .refuse(let refusal):
            refuse(refusal, context)
            linger(context)
        case .closeAfterWriting: linger(context)
        case .close: end(context)
        case .abandon:
            answering.closed(.unread)
            door.close()
        }
    }

    private func wait(for kind: ConnectionMachine.Deadline, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let time = TimeAmount.milliseconds(limits.milliseconds(of: kind))
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            let left = self.bufferedByteCount(context)
            let action = self.machine.deadlineFell(
                kind,
                takenByteCount: self.owedByteCount - left,
                isAllTaken: left == 0
            )
            self.perform(action, context)
        }
    }

    private func noteStage() {
        guard machine.stage != stage else { return }
        stage = machine.stage
        facts.note(stage)
    }

    /// Returns the number of written bytes that the peer has not taken.
    private func bufferedByteCount(_ context: ChannelHandlerContext) -> Int {
        // A channel without this option is closed, and nobody reads from it.
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    private func refuse(_ refusal: ServerRefusal, _ context: ChannelHandlerContext) {
        answering.refused(refusal)
        let answer = ServerAnswer(refusal, trace: nil)
        context.write(wrapOutboundOut(.head(answer.head(nil))), promise: nil)
        if case .bytes(let bytes) = answer.body {
            context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Sends the final response and leaves the peer a moment to read it.
    private func linger(_ context: ChannelHandlerContext) {
        isLingering = true
        deadline?.cancel()
        context.flush()
        context.close(mode: .output, promise: nil)
        let time = TimeAmount.milliseconds(Self.lingerMilliseconds)
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            self.end(context)
        }
    }

    private func end(_ context: ChannelHandlerContext) {
        close(context: context, mode: .all, promise: nil)
    }
}
