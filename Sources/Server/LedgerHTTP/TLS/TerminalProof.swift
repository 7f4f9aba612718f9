import Certificates
import CoreVocabulary
import Glibc
import NIOCore
import NIOSSL
import NIOTLS

/// Ends a handshake: acknowledges it, and notes the terminal in the peer's verified certificate.
final class TerminalProof: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let facts: ConnectionFacts

    init(facts: ConnectionFacts) { self.facts = facts }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            Self.acknowledge(on: context.channel)
            noteTerminal(of: context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func noteTerminal(of context: ChannelHandlerContext) {
        // A peer without a certificate is no terminal, which is not an error.
        guard let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate(),
            let terminal = Self.terminal(of: certificate)
        else { return }
        facts.proved(terminal)
    }

    /// Has the kernel acknowledge the peer's end of the handshake at once.
    ///
    /// The kernel waits 40 ms for an answer to carry it, and so long a client that uses Nagle's
    /// algorithm holds its first request back. Source: tcp(7), TCP_QUICKACK; RFC 9293 §3.7.4.
    private static func acknowledge(on channel: any Channel) {
        // Without it only such a client is slower.
        try? channel.syncOptions?.setOption(
            .socket(SocketOptionLevel(IPPROTO_TCP), SocketOptionName(TCP_QUICKACK)),
            value: 1
        )
    }

    /// Returns the terminal to which a certificate was issued, or nil if it names none.
    static func terminal(of certificate: NIOSSLCertificate) -> ProvenTerminal? {
        // An unreadable certificate names no terminal.
        guard let bytes = try? certificate.toDERBytes(),
            let summary = try? CertificateSummary(pem: pem(bytes)),
            let name = summary.deviceName?.text
        else { return nil }
        return ProvenTerminal(name: name, validity: summary.validity)
    }

    private static func pem(_ bytes: [UInt8]) -> [UInt8] {
        var lines = "-----BEGIN CERTIFICATE-----\n"
        var rest = Base64.encode(bytes)[...]
        while !rest.isEmpty {
            lines += rest.prefix(64) + "\n"
            rest = rest.dropFirst(64)
        }
        return Array((lines + "-----END CERTIFICATE-----\n").utf8)
    }
}
