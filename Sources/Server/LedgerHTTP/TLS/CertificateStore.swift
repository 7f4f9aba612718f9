import NIOCore
import NIOSSL
import Synchronization

/// The server's TLS context, reloaded when its files are replaced; a connection keeps its own.
final class CertificateStore: Sendable {
    /// Time limit for the peer's TLS close notification, in milliseconds.
    private static let goodByeMilliseconds: Int64 = 1_000

    /// The accepted TLS 1.2 cipher suites: those with authenticated encryption and forward secrecy.
    ///
    /// All suites of TLS 1.3 have both. Source: RFC 9325 §4.2.
    private static let suites: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    private let files: ServerSettings.TLSFiles
    private let context: Mutex<NIOSSLContext>

    /// Creates a store from the contents of the files.
    init(_ files: ServerSettings.TLSFiles, _ bytes: TLSBytes) throws(ServerError) {
        self.files = files
        context = Mutex(try Self.load(files, bytes))
    }

    /// The context for the next connection.
    var current: NIOSSLContext { context.withLock { $0 } }

    /// Replaces the context, or keeps the present one if the new contents are faulty.
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
            ServerError(.certificateUnreadable, subject: files.certificatePath, isOwnPair: isOwn)
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
            // Requested but not required, because the bank decides which routes need a terminal. An
            // invalid certificate ends the handshake.
            configuration.certificateVerification = .optionalVerification
            configuration.trustRoots = .certificates(
                try certificates(bytes.authority, ServerError(.authorityUnreadable, subject: path))
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
        // The kind of parse failure makes no difference.
        guard !pem.isEmpty, let found = try? NIOSSLCertificate.fromPEMBytes(pem), !found.isEmpty
        else { throw refusal }
        return found
    }

    private static func key(
        _ pem: [UInt8],
        _ refusal: ServerError
    ) throws(ServerError) -> NIOSSLPrivateKey {
        // Without this callback, BoringSSL would ask the terminal for the passphrase of an
        // encrypted key.
        let callback: NIOSSLPassphraseCallback<[UInt8]> = { _ in throw refusal }
        guard !pem.isEmpty,
            let key = try? NIOSSLPrivateKey(bytes: pem, format: .pem, passphraseCallback: callback)
        else { throw refusal }
        return key
    }
}
