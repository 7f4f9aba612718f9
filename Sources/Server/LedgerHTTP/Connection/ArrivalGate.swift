import CoreVocabulary
import LedgerService
import NIOCore

/// Stands first on a listener's channel, and closes a connection that is one too many of its peer
/// before anything is made for it: no handler, no TLS, no task.
final class ArrivalGate: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    private var arrivals: PeerArrivals
    private let trustedAccounts: Set<UInt32>
    private let onRefusal: @Sendable () -> Void
    /// False once its listener is closed.
    private var isStanding = true

    /// Makes a gate.
    ///
    /// - Parameters:
    ///   - limits: How many connections a peer may begin.
    ///   - onRefusal: Called for each that is closed.
    init(_ limits: ServerLimits, onRefusal: @escaping @Sendable () -> Void) {
        arrivals = PeerArrivals(limits)
        trustedAccounts = limits.trustedAccounts
        self.onRefusal = onRefusal
    }

    /// Puts a gate before what accepts connections on a channel; one that is closed needs none.
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
            // The channel was closed meanwhile, of which `Door` tells.
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        isStanding = false
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        if let address = channel.remoteAddress?.ipAddress {
            let origin = RequestOrigin(address: address, terminal: nil)
            return pass(channel, of: origin, context)
        }
        // The kernel names the account, and is asked on the connection's own loop.
        HostAccount.ofPeer(on: channel).hop(to: context.eventLoop).assumeIsolated()
            .whenSuccess { account in
                guard account.map({ !self.trustedAccounts.contains($0) }) ?? false else {
                    return self.pass(channel, of: .inProcess, context)
                }
                let origin = RequestOrigin(address: nil, account: account, terminal: nil)
                self.pass(channel, of: origin, context)
            }
    }

    /// Lets a connection through to what accepts it, or closes it.
    private func pass(
        _ channel: any Channel,
        of origin: RequestOrigin,
        _ context: ChannelHandlerContext
    ) {
        // Whoever waited for its account meanwhile finds a listener that is closed.
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
