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

    /// Reads the files.
    init(_ files: ServerSettings.TLSFiles) throws(ServerError) {
        self.files = files
        context = Mutex(try Self.load(files))
    }

    /// What the next connection is given.
    var current: NIOSSLContext { context.withLock { $0 } }

    /// Reads the files again; when anything is wrong with them the old ones stay in use.
    func reload() throws(ServerError) {
        let fresh = try Self.load(files)
        context.withLock { $0 = fresh }
    }

    private static func load(_ files: ServerSettings.TLSFiles) throws(ServerError) -> NIOSSLContext
    {
        let isOwn = files.isOwnPair
        let chain = try certificates(files.certificatePath, .certificateUnreadable, isOwn: isOwn)
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: files.keyPath, format: .pem)
        } catch {
            throw ServerError(.keyUnreadable, subject: files.keyPath, isOwnPair: isOwn)
        }
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
                try certificates(path, .authorityUnreadable)
            )
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw ServerError(.keyMismatch, subject: files.keyPath, isOwnPair: isOwn)
        }
    }

    private static func certificates(
        _ path: String,
        _ code: ServerError.Code,
        isOwn: Bool = false
    ) throws(ServerError) -> [NIOSSLCertificate] {
        do {
            let found = try NIOSSLCertificate.fromPEMFile(path)
            if !found.isEmpty { return found }
        } catch {
            // Said below: which of many ways it is unreadable makes no difference.
        }
        throw ServerError(code, subject: path, isOwnPair: isOwn)
    }
}
