import CoreVocabulary
import LedgerService
import NIOCore

/// The first handler on a listener's channel: it closes surplus connections before TLS or a task.
final class ArrivalGate: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    private var arrivals: PeerArrivals
    private let trustedAccounts: Set<UInt32>
    private let onRefusal: @Sendable () -> Void
    /// False after its listener was closed.
    private var isStanding = true

    /// Creates a gate with a rate per peer, which reports each connection that it closes.
    init(_ limits: ServerLimits, onRefusal: @escaping @Sendable () -> Void) {
        arrivals = PeerArrivals(limits)
        trustedAccounts = limits.trustedAccounts
        self.onRefusal = onRefusal
    }

    /// Adds a gate before the acceptor of a channel, unless the channel is closed.
    static func stand(
        before channel: any Channel,
        _ limits: ServerLimits,
        onRefusal: @escaping @Sendable () -> Void
    ) async {
        let placed = channel.eventLoop.submit {
            try channel.syncOptions?.setOption(
                .maxMessagesPerRead,
                value: ServerLimits.acceptedAtOnceCount
            )
            try channel.pipeline.syncOperations.addHandler(
                ArrivalGate(limits, onRefusal: onRefusal),
                position: .first
            )
        }
        do {
            try await placed.get()
        } catch {
            // The channel was closed meanwhile, which `Door` reports.
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { isStanding = false }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        if let address = channel.remoteAddress?.ipAddress {
            let origin = RequestOrigin(address: address, terminal: nil)
            return pass(channel, of: origin, context)
        }
        // The kernel reports the account, which has to be read on the connection's own event loop.
        HostAccount.ofPeer(on: channel).hop(to: context.eventLoop).assumeIsolated()
            .whenSuccess { account in
                guard account.map({ !self.trustedAccounts.contains($0) }) ?? false else {
                    return self.pass(channel, of: .inProcess, context)
                }
                let origin = RequestOrigin(address: nil, account: account, terminal: nil)
                self.pass(channel, of: origin, context)
            }
    }

    /// Passes a connection on to the acceptor, or closes it.
    private func pass(
        _ channel: any Channel,
        of origin: RequestOrigin,
        _ context: ChannelHandlerContext
    ) {
        // The listener may have been closed while the account was read.
        guard isStanding else { return channel.close(promise: nil) }
        let uptime = Int64(clamping: NIODeadline.now().uptimeNanoseconds)
        let now = Instant(nanosecondsSinceEpoch: uptime)
        guard arrivals.admit(origin.peerBits, at: now) else {
            onRefusal()
            return channel.close(promise: nil)
        }
        context.fireChannelRead(wrapInboundOut(channel))
    }
}
