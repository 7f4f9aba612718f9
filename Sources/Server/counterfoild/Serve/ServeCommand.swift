import ArgumentParser
import BankDaemon
import LedgerHTTP
import LedgerService
import LedgerStoreSQLite
import Logging
import ProgramOutput
import ServiceLifecycle
import UnixSignals

/// Command `counterfoild serve`, which opens the bank to consoles.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Open the bank to consoles.",
        discussion: """
            Serves until SIGTERM or SIGINT, and then ends what is under way within the time of \
            stop.drain_seconds. SIGHUP has the certificates read again. Logs are lines of JSON on \
            standard error.
            """
    )

    @OptionGroup var place: DataOption

    @Option(help: ArgumentHelp("The port for consoles, instead of the one in the settings."))
    var port: Int?

    @Flag(help: "Accept this machine's clock as right, after you have compared it.")
    var acceptClock = false

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port takes a number from 0 to 65535.")
        }
    }

    func run() async throws { try await Reporting.run { try await serve() } }

    private func serve() async throws {
        let settings = try place.settings()
        let serverSettings = try ServerSettings(settings, port: port)
        try place.folder.requireBank()
        try place.folder.requireAllPrivate()
        try settings.requirePrivateTLS()
        try settings.requireAuthority()
        try settings.requireOwnSocketPlace()
        try settings.requireOwnHost()
        try AdminClient(place.folder).requireNoStranger()
        ProcessLimits.raiseOpenFiles()
        LoggingSystem.bootstrap { JSONLogHandler(label: $0) }
        var logger = Logger(label: "counterfoild")
        logger.logLevel = Logger.Level(rawValue: settings.text(.logLevel)) ?? .info

        let clock = SystemBankClock()
        let events = BankEventCounter()
        let opened = try await OpenedBank.open(
            place.folder,
            configuration: BankConfiguration(settings),
            clock: clock,
            log: ServerBankLog(logger),
            metrics: events,
            options: LedgerStoreSQLite.Options(settings),
            acceptsClock: acceptClock
        )
        if let finding = place.folder.restorationFinding {
            StandardStream.writeError("counterfoild: \(finding)\n")
        }
        let server = try BankServer(
            bank: opened.bank,
            settings: serverSettings,
            logger: logger,
            events: events,
            backupAgeSeconds: { [folder = place.folder] in
                BackupBook(folder).ageSeconds(at: clock.now())
            },
            tls: TLSBytes(settings.readTLS())
        )
        let reload: @Sendable () throws -> Void = {
            try server.reloadCertificates(TLSBytes(settings.readNewTLS(at: clock.now())))
        }
        let desk = AdminDesk(
            opened,
            settings: settings,
            clock: clock,
            graceMilliseconds: AdminDesk.graceMilliseconds,
            reloadCertificates: reload
        )
        let listener = try AdminListener(desk, folder: place.folder) { [logger] sentence in
            logger.notice("\(sentence)")
        }
        let upkeep = BankUpkeep(opened, desk: desk, clock: clock) { [logger] sentence in
            logger.error("\(sentence)")
            events.count(.upkeepFailed)
        } tell: { [logger] sentence in
            logger.notice("\(sentence)")
        }
        // The group stops its services in reverse order: the server before those that it needs.
        let services: [any Service] = [
            UntilStop { await listener.run() },
            UntilStop { await upkeep.run() },
            CertificateReload(reload: reload, logger: logger),
            ReadyNotice(server: server, settings: serverSettings, logger: logger),
            server,
        ]
        try await ServeCommand.run(services, settings, logger)
        if let failure = await opened.finish() { throw failure }
        logger.notice("the books are closed")
    }

    private static func run(
        _ services: [any Service],
        _ settings: DaemonConfiguration,
        _ logger: Logger
    ) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        let seconds = settings.integer(.stopSeconds) + Self.slackSeconds
        configuration.maximumGracefulShutdownDuration = .seconds(seconds)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// Time in seconds by which the whole stop may exceed that of the server.
    private static let slackSeconds = 5
}
