import BankTestKit
import LedgerHTTP
import LedgerService
import Logging
import ServiceLifecycle
import WireProtocol

/// A server on free ports, which runs as long as a test needs it.
struct RunningServer: Sendable {
    let server: BankServer
    let files: TestFiles
    let addresses: BoundAddresses
    let group: ServiceGroup

    /// Runs a server, hands it to a test, and stops it.
    ///
    /// Time limits are long unless the test sets them: on a loaded machine seconds can pass between
    /// two lines of a test.
    static func with<Result: Sendable>(
        _ bank: any BankFront,
        limits: ServerLimits = .patient,
        logger: Logger = .silent,
        _ test: @Sendable (RunningServer) async throws -> Result
    ) async throws -> Result {
        let files = try TestFiles()
        let checker = ContractChecker()
        let settings = ServerSettings(
            address: .init(host: "127.0.0.1", port: 0),
            tls: files.tls,
            socketPath: files.socketPath,
            adminAddress: .init(host: "127.0.0.1", port: 0),
            limits: limits,
            replyFault: { checker.fault(of: $0, to: $1) }
        )
        let server = try BankServer(bank: bank, settings: settings, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
        async let run: Void = group.run()
        let running = RunningServer(
            server: server,
            files: files,
            addresses: try await server.boundAddresses(),
            group: group
        )
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await test(running))
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await run
        return try result.get()
    }

    /// Asks the server to stop.
    func stop() async { await group.triggerGracefulShutdown() }

    /// A client over TLS, with the terminal's certificate or none.
    func peer(isTerminal: Bool = false) async throws -> Peer {
        try await Peer(
            .tls(
                port: addresses.port,
                trusting: files.authorityPath,
                device: isTerminal ? files.folder.path + "/device" : nil
            )
        )
    }
}

extension ServerLimits {
    /// Time limits as long as that of a suite, so that only those that a test sets have an effect.
    static let patient: ServerLimits = {
        let milliseconds: Int64 = 600_000
        var limits = ServerLimits()
        limits.firstByteMilliseconds = milliseconds
        limits.firstRequestMilliseconds = milliseconds
        limits.nextRequestMilliseconds = milliseconds
        limits.bodyMilliseconds = milliseconds
        limits.readingMilliseconds = milliseconds
        limits.readinessMilliseconds = milliseconds
        return limits
    }()
}
