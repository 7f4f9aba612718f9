import CoreVocabulary
import LedgerService
import NIOCore

/// Stands first on a listener's channel, and closes a connection that is one too many of its peer
/// before anything is made for it: no handler, no TLS, no task.
final class ArrivalGate: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    private var arrivals: PeerArrivals
    private let onRefusal: @Sendable () -> Void

    /// Makes a gate.
    ///
    /// - Parameters:
    ///   - limits: How many connections a peer may begin.
    ///   - onRefusal: Called for each that is closed.
    init(_ limits: ServerLimits, onRefusal: @escaping @Sendable () -> Void) {
        arrivals = PeerArrivals(limits)
        self.onRefusal = onRefusal
    }

    /// Puts a gate before what accepts connections on a channel; one that is closed needs none.
    static func stand(
        before channel: any Channel,
        _ limits: ServerLimits,
        onRefusal: @escaping @Sendable () -> Void
    ) async {
        let placed = channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(
                ArrivalGate(limits, onRefusal: onRefusal),
                position: .first
            )
        }
        do {
            try await placed.get()
        } catch {
            // The channel was closed meanwhile, of which `Door` tells.
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        let origin = RequestOrigin(
            address: channel.remoteAddress?.ipAddress,
            terminal: nil
        )
        let uptime = Int64(clamping: NIODeadline.now().uptimeNanoseconds)
        let now = Instant(nanosecondsSinceEpoch: uptime)
        guard arrivals.admit(origin.peerBits, at: now) else {
            onRefusal()
            channel.close(promise: nil)
            return
        }
        context.fireChannelRead(data)
    }
}
