import NIOCore
import NIOSSL
import Synchronization

/// What the server proves itself with; read from files, and again when they were replaced.
///
/// A connection keeps what it began with.
final class CertificateStore: Sendable {
    /// How long a peer may take to answer the good-bye of TLS, in milliseconds.
    private static let goodByeMilliseconds: Int64 = 1_000

    /// The suites of TLS 1.2: those that authenticate what they encrypt and forget their keys.
    ///
    /// Those of TLS 1.3 do so anyway.
    /// Source: RFC 9325 §4.2.
    private static let suites: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    private let files: ServerSettings.TLSFiles
    private let context: Mutex<NIOSSLContext>

    /// Takes what was read of the files.
    init(_ files: ServerSettings.TLSFiles, _ bytes: TLSBytes) throws(ServerError) {
        self.files = files
        context = Mutex(try Self.load(files, bytes))
    }

    /// What the next connection is given.
    var current: NIOSSLContext { context.withLock { $0 } }

    /// Takes what was read of the files again; when anything is wrong with it the old stays in use.
    func reload(_ bytes: TLSBytes) throws(ServerError) {
        let fresh = try Self.load(files, bytes)
        context.withLock { $0 = fresh }
    }

    private static func load(
        _ files: ServerSettings.TLSFiles,
        _ bytes: TLSBytes
    ) throws(ServerError) -> NIOSSLContext {
        let isOwn = files.isOwnPair
        let chain = try certificates(
            bytes.certificate,
            ServerError(
                .certificateUnreadable,
                subject: files.certificatePath,
                isOwnPair: isOwn
            )
        )
        let key = try key(
            bytes.key,
            ServerError(.keyUnreadable, subject: files.keyPath, isOwnPair: isOwn)
        )
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = suites
        configuration.applicationProtocols = ["http/1.1"]
        configuration.renegotiationSupport = .none
        configuration.shutdownTimeout = .milliseconds(goodByeMilliseconds)
        if let path = files.clientAuthorityPath {
            // Asked for, never demanded: which routes need a terminal is the bank's to say. One
            // that does not verify ends the handshake.
            configuration.certificateVerification = .optionalVerification
            configuration.trustRoots = .certificates(
                try certificates(
                    bytes.authority,
                    ServerError(.authorityUnreadable, subject: path)
                )
            )
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw ServerError(.keyMismatch, subject: files.keyPath, isOwnPair: isOwn)
        }
    }

    private static func certificates(
        _ pem: [UInt8],
        _ refusal: ServerError
    ) throws(ServerError) -> [NIOSSLCertificate] {
        // Which of many ways it is unreadable makes no difference.
        guard !pem.isEmpty, let found = try? NIOSSLCertificate.fromPEMBytes(pem), !found.isEmpty
        else { throw refusal }
        return found
    }

    private static func key(
        _ pem: [UInt8],
        _ refusal: ServerError
    ) throws(ServerError) -> NIOSSLPrivateKey {
        // Without it BoringSSL would ask the terminal for the password of one that is locked.
        let callback: NIOSSLPassphraseCallback<[UInt8]> = { _ in throw refusal }
        guard !pem.isEmpty,
            let key = try? NIOSSLPrivateKey(
                bytes: pem,
                format: .pem,
                passphraseCallback: callback
            )
        else { throw refusal }
        return key
    }
}
