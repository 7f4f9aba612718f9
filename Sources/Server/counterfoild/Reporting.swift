import ArgumentParser
import BankDaemon
import LedgerHTTP

/// Turns what a command failed of into a sentence on standard error and the process's status.
enum Reporting {
    /// Runs the work of a command.
    static func run(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let code as ExitCode {
            throw code
        } catch {
            let failure = failure(error)
            StandardStream.writeError("counterfoild: \(failure.description)\n")
            throw ExitCode(failure.status.rawValue)
        }
    }

    private static func failure(_ error: any Error) -> DaemonError {
        guard let error = error as? ServerError else { return DaemonError(of: error) }
        return switch error.code {
        case .certificateUnreadable, .keyUnreadable, .keyMismatch, .authorityUnreadable:
            DaemonError(error.description, .configuration)
        case .addressInUse, .addressRefused, .listenerEnded:
            DaemonError(error.description, .unavailable)
        }
    }
}
