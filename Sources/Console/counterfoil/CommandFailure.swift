import ArgumentParser
import Glibc
import ProgramOutput

/// Failure of a command, with a sentence for users and an exit status for scripts.
///
/// Source of the statuses: BSD sysexits(3).
struct CommandFailure: Error, CustomStringConvertible {
    /// Exit statuses of this program besides 0.
    enum Status: Int32 {
        /// EX_DATAERR: the input is invalid.
        case badData = 65
        /// EX_NOINPUT: an input is missing.
        case noInput = 66
        /// EX_UNAVAILABLE: something required does not work here.
        case unavailable = 69
        /// EX_SOFTWARE: this program has a bug.
        case software = 70
        /// EX_CANTCREAT: an output cannot be created.
        case cannotCreate = 73
        /// EX_IOERR: the output cannot be written.
        case outputFailed = 74
        /// EX_TEMPFAIL: a later attempt may succeed.
        case tryLater = 75
        /// EX_CONFIG: a setting is invalid.
        case configuration = 78
    }

    let description: String
    let status: Status

    init(_ description: String, _ status: Status) {
        self.description = description
        self.status = status
    }

    /// Prints the sentence on standard error and returns the exit code.
    func reported() -> ExitCode {
        StandardStream.writeError("counterfoil: \(description)\n")
        return ExitCode(status.rawValue)
    }

    /// Runs a body, and turns its error into a failure with the words of the error.
    static func translating<Result>(_ status: Status, _ body: () throws -> Result) throws -> Result
    {
        do {
            return try body()
        } catch {
            throw error as? CommandFailure ?? CommandFailure("\(error)", status)
        }
    }

    /// Runs a command and reports a failure with its sentence and exit status.
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
