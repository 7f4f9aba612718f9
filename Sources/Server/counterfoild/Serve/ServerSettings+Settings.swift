import BankDaemon
import LedgerHTTP

extension ServerSettings {
    /// Creates the network settings from the bank's settings.
    ///
    /// - Throws: `configuration` if a required file is not named, a socket path is not usable, or
    ///   two listeners have the same port.
    init(_ settings: DaemonConfiguration, port: Int?) throws(DaemonError) {
        guard let certificate = settings.path(.tlsCertificate), let key = settings.path(.tlsKey)
        else {
            throw DaemonError("tls.certificate and tls.key name files.", .configuration)
        }
        var limits = ServerLimits()
        limits.connectionCount = settings.integer(.limitConnections)
        limits.connectionCountOfPeer = settings.integer(.limitAddressConnections)
        limits.connectionCountOfUser = settings.integer(.limitUserConnections)
        limits.connectionCountOfSession = settings.integer(.limitSessionConnections)
        limits.drainMilliseconds = Int64(settings.integer(.stopSeconds)) * 1_000
        try settings.requireOwnPorts(port: port)
        let statusPort = settings.integer(.listenStatusPort)
        let port = port ?? settings.integer(.listenPort)
        var tls = TLSFiles(
            certificatePath: certificate,
            keyPath: key,
            clientAuthorityPath: settings.path(.tlsAuthority)
        )
        tls.isOwnPair = settings.namesOwnPair
        self.init(
            address: Address(host: settings.text(.listenHost), port: port),
            tls: tls,
            socketPath: try settings.consoleSocketPath(),
            adminAddress: statusPort == 0 ? nil : Address(host: "127.0.0.1", port: statusPort),
            limits: limits
        )
    }
}

extension TLSBytes {
    /// Creates the contents of the files that the settings name.
    init(_ reading: TLSReading) {
        self.init(certificate: reading.certificate, key: reading.key, authority: reading.authority)
    }
}
