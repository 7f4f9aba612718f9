import BankDaemon
import LedgerHTTP

extension ServerSettings {
    /// What the settings say about the network.
    ///
    /// - Throws: `configuration` when a file is not named that has to be.
    init(_ settings: DaemonConfiguration, port: Int?) throws(DaemonError) {
        guard let certificate = settings.path(.tlsCertificate), let key = settings.path(.tlsKey)
        else {
            throw DaemonError("tls.certificate and tls.key name files.", .configuration)
        }
        var limits = ServerLimits()
        limits.connectionCount = settings.integer(.limitConnections)
        limits.drainMilliseconds = Int64(settings.integer(.stopSeconds)) * 1_000
        let statusPort = settings.integer(.listenStatusPort)
        self.init(
            address: Address(
                host: settings.text(.listenHost),
                port: port ?? settings.integer(.listenPort)
            ),
            tls: TLSFiles(
                certificatePath: certificate,
                keyPath: key,
                clientAuthorityPath: settings.path(.tlsAuthority)
            ),
            socketPath: settings.path(.listenSocket),
            adminAddress: statusPort == 0 ? nil : Address(host: "127.0.0.1", port: statusPort),
            limits: limits
        )
    }
}
