import SystemThreads
import BankDaemon
import LedgerHTTP
import Logging
import ProgramOutput
import ServiceLifecycle
import UnixSignals

/// Service that runs until the server stops.
struct UntilStop: Service {
    let work: @Sendable () async -> Void

    func run() async { await cancelWhenGracefulShutdown { await work() } }
}

/// Service that reloads the server's certificates at every SIGHUP.
struct CertificateReload: Service {
    let reload: @Sendable () throws -> Void
    let logger: Logger

    func run() async {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            await Self.carryOut(reload, logger)
        }
    }

    /// Reloads the certificates, and waits for that to end or for the server to stop.
    ///
    /// A disk that does not respond may block the reading for any time. So it runs on a thread of
    /// its own, for which nobody waits once the server stops.
    static func carryOut(_ reload: @escaping @Sendable () throws -> Void, _ logger: Logger) async {
        let (end, continuation) = AsyncStream.makeStream(of: Void.self)
        let work: @Sendable () -> Void = {
            do {
                try reload()
                logger.notice("the certificates were read again")
            } catch {
                logger.error("the certificates stay as they were: \(error)")
            }
            continuation.finish()
        }
        if !DetachedThread.start(work) { work() }
        for await _ in end.cancelOnGracefulShutdown() {}
    }
}

/// Service that prints that consoles may connect, for people and for waiting scripts.
struct ReadyNotice: Service {
    let server: BankServer
    let settings: ServerSettings
    let logger: Logger

    func run() async throws {
        // If the server stops before it listens, there is nothing to print.
        if let bound = try? await server.boundAddresses() {
            let host = settings.address.host
            let name = host.contains(":") ? "[\(host)]" : host
            var text = "Listening on https://\(name):\(bound.port)\n"
            if let path = settings.socketPath {
                text += "Listening on \(OperatorText.clean(path))\n"
            }
            do {
                try StandardStream.write(text)
            } catch {
                // The failure is only logged, because consoles do not read standard output and can
                // use the bank.
                logger.error("where the bank listens was not printed: \(error)")
            }
        }
        try await gracefulShutdown()
    }
}
