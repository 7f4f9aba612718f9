import Glibc
import HummingbirdCore
import LedgerService
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOSSL

/// A connection with the facts known about it.
struct BankConnection: ServerChildChannelValue {
    let asyncChannel: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
    let facts: ConnectionFacts

    var channel: any Channel { asyncChannel.channel }
}

/// Sets up a connection: TLS if required, HTTP/1.1 within limits, and a guard against slow peers.
struct BankChannel<Answering: ServerAnswering>: ServerChildChannel {
    /// The TLS certificates; nil for a listener without TLS.
    let certificates: CertificateStore?
    let limits: ServerLimits
    let answering: Answering
    /// The connections of the listener.
    let registry: ConnectionRegistry
    /// The rules for request heads.
    let judge: HeadJudge

    /// Creates the setup for one listener, with TLS or without, and with the accepted hosts or any.
    init(
        certificates: CertificateStore?,
        limits: ServerLimits,
        hosts: Set<String>? = nil,
        answering: Answering
    ) {
        self.certificates = certificates
        self.limits = limits
        self.answering = answering
        registry = ConnectionRegistry(limits)
        judge = HeadJudge(hosts: hosts)
    }

    /// Approximate limit of unsent bytes in the system's send buffer.
    private static var unsentByteLimit: Int { 65_536 }
    /// Smallest read buffer, in bytes, for a request without a body.
    private static var leastReadByteCount: Int { 2_048 }

    /// Sets up a connection without ever failing, because a failure here would end the listener.
    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<BankConnection> {
        HostAccount.ofPeer(on: channel).flatMap { account in
            let door = FrontDoor(limits)
            let facts = facts(of: channel, account, behind: door)
            do {
                try channel.pipeline.syncOperations.addHandler(door)
                try limitRead(channel)
                try limitUnsent(channel)
                if let certificates { try addTLS(certificates, to: channel, facts) }
            } catch {
                // The peer may already be gone.
                door.refuse()
            }
            return http(facts).setup(channel: channel, logger: logger).flatMapThrowing {
                try addGates(to: channel, facts)
                return BankConnection(asyncChannel: $0, facts: facts)
            }
        }
    }

    /// Returns the facts of a connection with its seat, which is released when it closes.
    private func facts(
        of channel: any Channel,
        _ account: UInt32?,
        behind door: FrontDoor
    ) -> ConnectionFacts {
        let address = channel.remoteAddress?.ipAddress
        let origin = RequestOrigin(address: address, account: account, terminal: nil)
        let loop = channel.eventLoop
        let bound = NIOLoopBound(door, eventLoop: loop)
        let answering = answering
        let number = registry.enter(from: origin.peerBits) {
            answering.closed(.room)
            loop.execute { bound.value.close() }
        }
        guard let number else {
            door.refuse()
            answering.turnedAway()
            return ConnectionFacts(address: address, account: account, seat: nil)
        }
        channel.closeFuture.whenComplete { _ in registry.leave(number) }
        return ConnectionFacts(
            address: address,
            account: account,
            seat: ConnectionFacts.Seat(registry: registry, number: number)
        )
    }

    /// Adds the gates that admit requests one by one around the decoder, and the guard after them.
    private func addGates(to channel: any Channel, _ facts: ConnectionFacts) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let feed = RequestFeed(facts: facts)
        try pipeline.addHandler(feed, position: .before(decoder))
        try pipeline.addHandler(HeadGate(judge, feed: feed), position: .after(decoder))
        let watch = ConnectionGuard(
            limits: limits,
            facts: facts,
            door: try pipeline.handler(type: FrontDoor.self),
            feed: feed,
            answering: answering
        )
        let last = try pipeline.handler(type: HTTPConnectionStateHandler.self)
        try pipeline.addHandler(watch, position: .before(last))
    }

    func handle(value: BankConnection, logger: Logger) async {
        await http(value.facts).handle(value: value.asyncChannel, logger: logger)
    }

    /// Limits the size of a read, because the bytes of one read may have to be buffered.
    private func limitRead(_ channel: any Channel) throws {
        try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        try channel.syncOptions?.setOption(
            .recvAllocator,
            value: AdaptiveRecvByteBufferAllocator(
                minimum: Self.leastReadByteCount,
                initial: Self.leastReadByteCount,
                maximum: RequestFeed.readByteLimit
            )
        )
    }

    /// Limits unsent bytes in the system's buffers, so that the peer's progress is visible here.
    ///
    /// Otherwise the system would buffer megabytes and report room only when a third is free again.
    /// A slow line would look stalled.
    private func limitUnsent(_ channel: any Channel) throws {
        switch channel.remoteAddress {
        case .v4, .v6:
            try channel.syncOptions?.setOption(
                .socket(SocketOptionLevel(IPPROTO_TCP), SocketOptionName(TCP_NOTSENT_LOWAT)),
                value: SocketOptionValue(Self.unsentByteLimit)
            )
        case .unixDomainSocket, nil: return
        }
    }

    private func addTLS(
        _ certificates: CertificateStore,
        to channel: any Channel,
        _ facts: ConnectionFacts
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(PlainRequestGate())
        try pipeline.addHandler(NIOSSLServerHandler(context: certificates.current))
        try pipeline.addHandler(TerminalProof(facts: facts))
    }

    private func http(_ facts: ConnectionFacts) -> HTTP1Channel {
        let answering = answering
        return HTTP1Channel(
            responder: { request, writer, _ in
                try await answering.answer(request, from: facts, to: writer)
            },
            configuration: HTTP1Channel.Configuration(
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: ServerLimits.headerFieldByteLimit,
                    maxHeaderListSize: ServerLimits.headerListByteLimit,
                    maxHeaderFieldCount: ServerLimits.headerFieldCountLimit
                )
            )
        )
    }
}

/// The service behind a listener.
protocol ServerAnswering: Sendable {
    /// Answers a request on a connection.
    @concurrent
    func answer(
        _ request: HummingbirdCore.Request,
        from facts: ConnectionFacts,
        to writer: consuming ResponseWriter
    ) async throws

    /// Notes a refusal of bytes that never became a request.
    func refused(_ refusal: ServerRefusal)

    /// Notes a connection closed at once, because it is one too many or came too soon.
    func turnedAway()

    /// Notes that an accepted connection was closed.
    func closed(_ reason: ClosingReason)
}

/// The reason to close a connection that may still have an open request.
enum ClosingReason: String, Hashable, Sendable, CaseIterable {
    /// The peer read almost nothing of an answer.
    case unread
    /// Another connection needed its place.
    case room
}
