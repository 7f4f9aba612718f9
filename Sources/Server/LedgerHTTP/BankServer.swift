import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The bank's server: HTTPS on the network, and a Unix socket for consoles on the same host.
///
/// The routes are those of the protocol's table. Health, the contract and the keys of access tokens
/// are public. Metrics are served only on this host.
package final class BankServer: Service {
    private let bank: any BankFront
    private let settings: ServerSettings
    private let logger: Logger
    private let events: BankEventCounter
    private let backupAgeSeconds: @Sendable () -> Int64?
    private let certificates: CertificateStore
    private let addresses = AddressBoard()
    private let metrics = ServerMetrics()
    private let sampler = LogSampler()

    /// Creates a server, which listens once it runs.
    ///
    /// Without the contents of the TLS files, they are read by their paths. The age of the last
    /// backup is nil if none is known.
    ///
    /// - Throws: ``ServerError`` if the TLS files cannot be used.
    package init(
        bank: any BankFront,
        settings: ServerSettings,
        logger: Logger,
        events: BankEventCounter = BankEventCounter(),
        backupAgeSeconds: @escaping @Sendable () -> Int64? = { nil },
        tls: TLSBytes? = nil
    ) throws(ServerError) {
        self.bank = bank
        self.settings = settings
        self.logger = logger
        self.events = events
        self.backupAgeSeconds = backupAgeSeconds
        certificates = try CertificateStore(settings.tls, tls ?? TLSBytes(settings.tls))
    }

    /// Serves until a graceful stop, which gives open requests ``ServerLimits/drainMilliseconds``.
    ///
    /// - Throws: ``ServerError`` if it cannot listen, or one of its listeners ended too early.
    package func run() async throws {
        let watch = HealthWatch(bank: bank, limits: settings.limits)
        // The first health check precedes all requests.
        await watch.ask()
        let pages = PageAnswering(
            bank: bank,
            metrics: metrics,
            events: events,
            watch: watch,
            backupAgeSeconds: backupAgeSeconds
        )
        let group = group(watch, pages)
        do {
            try await withGracefulShutdownHandler {
                try await group.run()
            } onGracefulShutdown: {
                watch.stop()
            }
            await addresses.close(nil)
        } catch {
            await addresses.close(error)
            throw error
        }
    }

    /// Waits until the server listens, and returns its ports.
    ///
    /// - Throws: The error that prevented it, or `CancellationError` if it was stopped before.
    package func boundAddresses() async throws -> BoundAddresses {
        try await addresses.all(settings.expectedListeners)
    }

    /// Loads the TLS files again for new connections, by their paths unless the contents are given.
    ///
    /// - Throws: ``ServerError`` if they cannot be used; the old ones stay then.
    package func reloadCertificates(_ tls: TLSBytes? = nil) throws(ServerError) {
        try certificates.reload(tls ?? TLSBytes(settings.tls))
    }

    /// Creates the group of all services, in the order in which they start.
    private func group(_ watch: HealthWatch, _ pages: PageAnswering) -> ServiceGroup {
        var doors = [listener(.api, at: settings.address, certificates, answering(.network, pages))]
        if let path = settings.socketPath {
            doors.append(socketListener(path, answering(.socket, pages)))
        }
        // A group stops its last service first, so that the health watch runs until the listeners
        // are closed.
        var services: [any Service] = [watch, Together(services: doors)]
        if let address = settings.adminAddress {
            let admin = listener(.admin, at: address, nil, answering(.operations, pages))
            services.insert(admin, at: 0)
        }
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) },
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .milliseconds(
            settings.limits.drainMilliseconds
        )
        return ServiceGroup(configuration: configuration)
    }

    /// The host names that refer to this host locally.
    ///
    /// A web page can let its own name resolve to 127.0.0.1 (DNS rebinding) and then read the
    /// metrics. The `Host` field that its browser sends reveals this.
    private static let ownHosts: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

    private func answering(_ offer: Offer, _ pages: PageAnswering) -> BankAnswering {
        BankAnswering(
            offer,
            bank: bank,
            pages: pages,
            observer: RequestObserver(logger: logger, metrics: metrics, sampler: sampler),
            replyFault: settings.replyFault
        )
    }

    private func listener(
        _ kind: Listener,
        at address: ServerSettings.Address,
        _ certificates: CertificateStore?,
        _ answering: some ServerAnswering
    ) -> any Service {
        let place = "\(address.host):\(address.port)"
        return Listening(place: place) { door in
            service(
                .hostname(address.host, port: address.port),
                certificates,
                hosts: kind == .admin ? Self.ownHosts.union([address.host]) : nil,
                answering
            ) { [addresses, limits = settings.limits] channel in
                door.watch(channel)
                // The status port is the operator's, who needs it most during a flood.
                if kind == .api {
                    await ArrivalGate.stand(before: channel, limits) { answering.turnedAway() }
                }
                await addresses.note(kind, port: channel.localAddress?.port)
            }
        }
    }

    private func socketListener(_ path: String, _ answering: some ServerAnswering) -> any Service {
        Listening(place: path) { door in
            let file = SocketFile(path: path)
            let service = service(.unixDomainSocket(path: path), nil, answering) {
                [addresses, logger, limits = settings.limits] channel in
                door.watch(channel)
                await ArrivalGate.stand(before: channel, limits) { answering.turnedAway() }
                if !file.bound() { logger.error("the mode of the socket could not be set") }
                await addresses.note(.socket, port: nil)
            }
            return SocketService(file: file, service: service)
        }
    }

    private func service(
        _ address: BindAddress,
        _ certificates: CertificateStore?,
        hosts: Set<String>? = nil,
        _ answering: some ServerAnswering,
        onRunning: @escaping @Sendable (any Channel) async -> Void
    ) -> any Service {
        BankChannel(
            certificates: certificates,
            limits: settings.limits,
            hosts: hosts,
            answering: answering
        )
        .server(
            configuration: ServerConfiguration(
                address: address,
                backlog: ServerLimits.waitingConnectionCount
            ),
            onServerRunning: onRunning,
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        )
    }
}
