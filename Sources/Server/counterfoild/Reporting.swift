import ArgumentParser
import BankDaemon
import LedgerHTTP
import ProgramOutput

/// Converts errors of a command to a sentence on standard error and an exit status.
enum Reporting {
    /// Runs the work of a command and reports its errors.
    static func run(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let code as ExitCode {
            throw code
        } catch is ReaderGone {
            return
        } catch {
            throw reported(failure(error))
        }
    }

    /// Prints a failure on standard error and returns the exit status.
    static func reported(_ failure: DaemonError) -> ExitCode {
        StandardStream.writeError("counterfoild: \(failure.description)\n")
        return ExitCode(failure.status.rawValue)
    }

    private static func failure(_ error: any Error) -> DaemonError {
        if let error = error as? OutputFailure {
            return DaemonError(error.description, .outputFailed)
        }
        guard let error = error as? ServerError else { return DaemonError(of: error) }
        return switch error.code {
        case .certificateUnreadable, .keyUnreadable, .keyMismatch, .authorityUnreadable,
            .socketPathWrong, .addressNotLocal:
            DaemonError(error.description, .configuration)
        case .addressUnknown: DaemonError(error.description, .tryLater)
        case .addressInUse, .addressRefused, .tooManyFiles, .listenerEnded:
            DaemonError(error.description, .unavailable)
        }
    }
}
