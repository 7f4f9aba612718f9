import BankDaemon
import LedgerHTTP
import Logging

/// The real bank behind the real server on a Unix socket, until it is killed.
///
/// It writes `listening` once it listens.
struct WorkerServer {
    let folder: String
    let socket: String
    let clock: ScaledClock

    func run() async throws {
        let tls = TLSFolder(path: "\(folder)/tls")
        let books = try WorkerBank(folder: folder, clock: clock)
        let server = try BankServer(
            bank: books.bank,
            settings: ServerSettings(
                address: ServerSettings.Address(host: "127.0.0.1", port: 0),
                tls: ServerSettings.TLSFiles(
                    certificatePath: tls.serverPath,
                    keyPath: tls.serverKeyPath,
                    clientAuthorityPath: nil
                ),
                socketPath: socket
            ),
            logger: Logger(label: "worker") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            _ = try await server.boundAddresses()
            WorkerOutput.write("listening")
            try await group.waitForAll()
        }
    }
}
