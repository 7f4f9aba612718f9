package import WireProtocol

/// The server's listening addresses, TLS files and limits.
package struct ServerSettings: Sendable {
    /// Check that returns the fault of an answer to a route; nil if there is none.
    package typealias ReplyFault = @Sendable (HTTPAnswer, Route) -> String?

    /// A host and a port.
    package struct Address: Hashable, Sendable {
        /// A name or an address of this host.
        package var host: String
        /// The port number; 0 for any free port.
        package var port: Int

        /// Creates an address from a host and a port.
        package init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    /// The paths of the TLS files, in PEM form.
    package struct TLSFiles: Hashable, Sendable {
        /// Path of the server's certificate, followed by intermediate ones.
        package var certificatePath: String
        /// Path of its private key.
        package var keyPath: String
        /// Path of the authority that signs terminals' certificates; nil if no terminal has one.
        package var clientAuthorityPath: String?
        /// True if `keys rotate --tls` renews the certificate and its key.
        package var isOwnPair = false

        /// Creates the set of file paths.
        package init(certificatePath: String, keyPath: String, clientAuthorityPath: String?) {
            self.certificatePath = certificatePath
            self.keyPath = keyPath
            self.clientAuthorityPath = clientAuthorityPath
        }
    }

    /// The address at which the API is served over TLS.
    package var address: Address
    /// The paths of the TLS files.
    package var tls: TLSFiles
    /// Path of the Unix socket of mode 0660 for consoles on this host; nil for none.
    package var socketPath: String?
    /// The address of health and metrics, without TLS; nil for none.
    ///
    /// It is for this host only, usually 127.0.0.1 with the port after that of the API.
    package var adminAddress: Address?
    /// The limits for peers.
    package var limits: ServerLimits
    /// Check of each answer before it is sent; nil for none, as it takes time.
    ///
    /// A fault is logged, and a failure is sent in place of the answer.
    package var replyFault: ReplyFault?

    /// Creates settings from their parts.
    package init(
        address: Address,
        tls: TLSFiles,
        socketPath: String? = nil,
        adminAddress: Address? = nil,
        limits: ServerLimits = ServerLimits(),
        replyFault: ReplyFault? = nil
    ) {
        self.address = address
        self.tls = tls
        self.socketPath = socketPath
        self.adminAddress = adminAddress
        self.limits = limits
        self.replyFault = replyFault
    }
}
