import BankDaemon
import LedgerHTTP

extension ServerSettings {
    /// What the settings say about the network.
    ///
    /// - Throws: `configuration` when a file is not named that has to be, a socket is named that
    ///   cannot be one, or two listeners have one port.
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
    /// Makes the bytes of the files that the settings name.
    init(_ reading: TLSReading) {
        self.init(
            certificate: reading.certificate,
            key: reading.key,
            authority: reading.authority
        )
    }
}
