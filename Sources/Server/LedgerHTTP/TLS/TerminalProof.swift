import Certificates
import CoreVocabulary
import NIOCore
import NIOSSL
import NIOTLS

/// Notes the terminal in the peer's certificate once the handshake has verified it.
final class TerminalProof: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let facts: ConnectionFacts

    init(facts: ConnectionFacts) { self.facts = facts }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent,
            // A peer without a certificate is no terminal, which is not an error.
            let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate(),
            let terminal = Self.terminal(of: certificate)
        {
            facts.proved(terminal)
        }
        context.fireUserInboundEventTriggered(event)
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
