import BankDaemon
import LedgerHTTP
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
    let server: BankServer
    let logger: Logger

    func run() async {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            do {
                try server.reloadCertificates()
                logger.notice("the certificates were read again")
            } catch {
                logger.error("the certificates stay as they were: \(error)")
            }
        }
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
