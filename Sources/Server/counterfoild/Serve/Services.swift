import BankDaemon
import LedgerHTTP
import LedgerService
import Logging
import ProgramOutput
import ServiceLifecycle
import UnixSignals

/// Work that goes on until the server stops.
struct UntilStop: Service {
    let work: @Sendable () async -> Void

    init(_ work: @escaping @Sendable () async -> Void) {
        self.work = work
    }

    func run() async {
        await cancelWhenGracefulShutdown { await work() }
    }
}

/// Has the server read its certificates again at every SIGHUP.
struct CertificateReload: Service {
    let reload: @Sendable () throws -> Void
    let logger: Logger

    func run() async {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            await Self.carryOut(reload, logger)
        }
    }

    /// Reads the certificates again, and waits for the end of that or for a stop, whichever comes first.
    ///
    /// A disk that does not answer keeps whoever reads it for as long as it likes: that is a thread of
    /// its own, which nobody waits for once the server stops.
    static func carryOut(_ reload: @escaping @Sendable () throws -> Void, _ logger: Logger) async {
        let (end, continuation) = AsyncStream.makeStream(of: Void.self)
        HashThread.begin {
            do {
                try reload()
                logger.notice("the certificates were read again")
            } catch {
                logger.error("the certificates stay as they were: \(error)")
            }
            continuation.finish()
        }
        for await _ in end.cancelOnGracefulShutdown() {}
    }
}

/// Says on standard output that consoles may come, for people and for scripts that wait for it.
struct ReadyNotice: Service {
    let server: BankServer
    let settings: ServerSettings
    let logger: Logger

    func run() async throws {
        // Who stops before it listens has said enough.
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
                // Consoles do not read it, and the bank is there for them.
                logger.error("where the bank listens was not printed: \(error)")
            }
        }
        try await gracefulShutdown()
    }
}
