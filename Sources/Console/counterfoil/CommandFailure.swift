import ArgumentParser
import Glibc
import ProgramOutput

/// Why a command could not do its work: a sentence for people, and a status for scripts.
///
/// Source of the statuses: BSD sysexits(3).
struct CommandFailure: Error, CustomStringConvertible {
    /// The statuses that this program exits with, besides 0.
    enum Status: Int32 {
        /// EX_DATAERR: what was given is not as it has to be.
        case badData = 65
        /// EX_NOINPUT: something to read is not there.
        case noInput = 66
        /// EX_UNAVAILABLE: something that is needed does not work here.
        case unavailable = 69
        /// EX_SOFTWARE: this program is wrong.
        case software = 70
        /// EX_CANTCREAT: something cannot be written.
        case cannotCreate = 73
        /// EX_IOERR: what was to be printed cannot be written.
        case outputFailed = 74
        /// EX_TEMPFAIL: it may work later.
        case tryLater = 75
        /// EX_CONFIG: a setting is wrong.
        case configuration = 78
    }

    let description: String
    let status: Status

    init(_ description: String, _ status: Status) {
        self.description = description
        self.status = status
    }

    /// Prints the sentence on standard error and ends the command with the status.
    func reported() -> ExitCode {
        StandardStream.writeError("counterfoil: \(description)\n")
        return ExitCode(status.rawValue)
    }

    /// Runs a command and turns a failure into its sentence and status.
    static func reporting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let failure as CommandFailure {
            throw failure.reported()
        } catch let failure as OutputFailure {
            throw CommandFailure(failure.description, .outputFailed).reported()
        }
    }
}
