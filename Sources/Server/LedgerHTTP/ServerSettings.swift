/// Where the server listens, what it proves itself with, and what it allows.
public struct ServerSettings: Sendable {
    /// A host and a port.
    public struct Address: Hashable, Sendable {
        /// A name or an address of this host.
        public var host: String
        /// The port; 0 for any that is free.
        public var port: Int

        /// Makes an address.
        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    /// Files in PEM form.
    public struct TLSFiles: Hashable, Sendable {
        /// The server's certificate, and those between it and the authority.
        public var certificatePath: String
        /// Its private key.
        public var keyPath: String
        /// The authority that signs terminals; nil when no terminal has a certificate.
        public var clientAuthorityPath: String?
        /// True if `keys rotate --tls` makes the certificate and its key anew.
        public var isOwnPair = false

        /// Names the files.
        public init(certificatePath: String, keyPath: String, clientAuthorityPath: String?) {
            self.certificatePath = certificatePath
            self.keyPath = keyPath
            self.clientAuthorityPath = clientAuthorityPath
        }
    }

    /// Where the API is served over TLS.
    public var address: Address
    /// What TLS needs.
    public var tls: TLSFiles
    /// Where the API is served to consoles on this host, over a socket of mode 0660; nil for none.
    public var socketPath: String?
    /// Where health and metrics are served, without TLS; nil for none.
    ///
    /// For this host only: 127.0.0.1 and the port after that of the API is usual.
    public var adminAddress: Address?
    /// What a peer may ask.
    public var limits: ServerLimits
    /// Whether each answer is held against the contract before it is sent.
    ///
    /// One that breaks it is logged and answered as a failure. For tests and trials: it takes time.
    public var validatesReplies: Bool

    /// Makes settings.
    public init(
        address: Address,
        tls: TLSFiles,
        socketPath: String? = nil,
        adminAddress: Address? = nil,
        limits: ServerLimits = ServerLimits(),
        validatesReplies: Bool = false
    ) {
        self.address = address
        self.tls = tls
        self.socketPath = socketPath
        self.adminAddress = adminAddress
        self.limits = limits
        self.validatesReplies = validatesReplies
    }
}
