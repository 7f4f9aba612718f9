import Glibc
import HummingbirdCore
import LedgerService
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOSSL

/// A connection and what is known of it.
struct BankConnection: ServerChildChannelValue {
    let asyncChannel: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
    let facts: ConnectionFacts

    var channel: any Channel { asyncChannel.channel }
}

/// Sets a connection up: TLS or none, HTTP/1.1 within limits, and a guard against slow peers.
struct BankChannel<Answering: ServerAnswering>: ServerChildChannel {
    /// What TLS needs; nil for a listener without it.
    let certificates: CertificateStore?
    let limits: ServerLimits
    let answering: Answering
    /// Who has a connection.
    let desk: ConnectionDesk
    /// What a head must be.
    let judge: HeadJudge

    /// Sets connections of one listener up.
    ///
    /// - Parameters:
    ///   - certificates: What TLS needs; nil without it.
    ///   - limits: What a peer may ask.
    ///   - hosts: The names that requests may ask for; nil for any.
    ///   - answering: What stands behind it.
    init(
        certificates: CertificateStore?,
        limits: ServerLimits,
        hosts: Set<String>? = nil,
        answering: Answering
    ) {
        self.certificates = certificates
        self.limits = limits
        self.answering = answering
        desk = ConnectionDesk(limits)
        judge = HeadJudge(hosts: hosts)
    }

    /// The most bytes of answers that wait in the system's buffers to be sent, about.
    private static var unsentByteLimit: Int { 65_536 }
    /// The buffer of a read that is expected to bring little, in bytes: a request without a body.
    private static var leastReadByteCount: Int { 2_048 }

    /// Never fails: a failure here would be taken for one of the listener, which would end.
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
                // The peer may be gone already.
                door.refuse()
            }
            return http(facts).setup(channel: channel, logger: logger).flatMapThrowing {
                try addGates(to: channel, facts)
                return BankConnection(asyncChannel: $0, facts: facts)
            }
        }
    }

    /// Who is at the other end, and the connection's place, which is given back at its end.
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
        let number = desk.enter(from: origin.peerBits) {
            answering.closed(.room)
            loop.execute { bound.value.close() }
        }
        guard let number else {
            door.refuse()
            answering.turnedAway()
            return ConnectionFacts(address: address, account: account, seat: nil)
        }
        channel.closeFuture.whenComplete { _ in desk.leave(number) }
        return ConnectionFacts(
            address: address,
            account: account,
            seat: ConnectionFacts.Seat(desk: desk, number: number)
        )
    }

    /// Puts what lets requests in one by one around the decoder, and the guard before what is told
    /// of requests.
    private func addGates(to channel: any Channel, _ facts: ConnectionFacts) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let feed = RequestFeed(facts: facts)
        try pipeline.addHandler(feed, position: .before(decoder))
        try pipeline.addHandler(HeadGate(judge, feed: feed), position: .after(decoder))
        let answering = answering
        let watch = ConnectionGuard(
            limits: limits,
            facts: facts,
            door: try pipeline.handler(type: FrontDoor.self),
            feed: feed,
            onRefusal: { answering.refused($0) },
            onAbandon: { answering.closed(.unread) }
        )
        let last = try pipeline.handler(type: HTTPConnectionStateHandler.self)
        try pipeline.addHandler(watch, position: .before(last))
    }

    func handle(value: BankConnection, logger: Logger) async {
        await http(value.facts).handle(value: value.asyncChannel, logger: logger)
    }

    /// Reads little at a time: what one read brings in may be held back.
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

    /// Keeps what is not sent yet here, where it is seen how much of an answer the peer takes.
    ///
    /// The system would take megabytes into its own buffers and tell of room in them only when a
    /// third is free again; a slow line would look like one that stands still.
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

/// What stands behind a listener.
protocol ServerAnswering: Sendable {
    /// Answers a request.
    @concurrent
    func answer(
        _ request: HummingbirdCore.Request,
        from facts: ConnectionFacts,
        to writer: consuming ResponseWriter
    ) async throws

    /// Something was refused that never became a request.
    func refused(_ refusal: ServerRefusal)

    /// A connection was closed at once, since its peer or the listener has as many as are allowed, or
    /// its peer began too many.
    func turnedAway()

    /// A connection was closed that had its place.
    func closed(_ reason: ClosingReason)
}

/// The reason to close a connection that may have something under way.
enum ClosingReason: String, Hashable, Sendable, CaseIterable {
    /// Its peer took next to nothing of an answer.
    case unread
    /// Somebody else needed its place.
    case room
}
