import Glibc
import HummingbirdCore
import Logging
import NIOCore
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

    /// The most bytes of answers that wait in the system's buffers to be sent, about.
    private static var unsentByteLimit: Int { 65_536 }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<BankConnection> {
        let facts = ConnectionFacts(address: channel.remoteAddress?.ipAddress)
        do {
            try limitUnsent(channel)
            if let certificates { try addTLS(certificates, to: channel, facts) }
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return http(facts).setup(channel: channel, logger: logger).map {
            BankConnection(asyncChannel: $0, facts: facts)
        }
    }

    func handle(value: BankConnection, logger: Logger) async {
        await http(value.facts).handle(value: value.asyncChannel, logger: logger)
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
        let limits = limits
        return HTTP1Channel(
            responder: { request, writer, _ in
                try await answering.answer(request, from: facts, to: writer)
            },
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [
                    ConnectionGuard(limits: limits, facts: facts) { answering.refused($0) }
                ],
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
}
