import NIOCore
import NIOHTTP1

/// Refuses ambiguous request heads (request smuggling) before the codec hides the ambiguity, and
/// tells the ``RequestFeed`` where requests end.
///
/// A refusal is fired as an error. ``ConnectionGuard`` answers it and closes the connection.
final class HeadGate: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let judge: HeadJudge
    private let feed: RequestFeed
    private var isClosed = false

    init(_ judge: HeadJudge, feed: RequestFeed) {
        self.judge = judge
        self.feed = feed
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosed else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            if let refusal = judge.refusal(of: head) {
                isClosed = true
                context.fireErrorCaught(refusal)
                return
            }
            feed.headEnded(
                bodyByteCount: HeadJudge.toldByteCount(of: head),
                isLast: HeadJudge.isLast(head)
            )
        case .body: break
        case .end: feed.requestEnded()
        }
        context.fireChannelRead(data)
    }
}
