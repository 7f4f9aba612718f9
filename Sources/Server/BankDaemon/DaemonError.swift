/// Why a command of the bank's daemon could not do its work: a sentence for people, and a status
/// for scripts.
///
/// Source of the statuses: BSD sysexits(3).
public struct DaemonError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The statuses that the program exits with, besides 0, and 1 for a check that found something.
    public enum Status: Int32, Hashable, Sendable, CaseIterable {
        /// EX_DATAERR: what was given is not as it has to be.
        case badData = 65
        /// EX_NOINPUT: something to read is not there.
        case noInput = 66
        /// EX_NOUSER: nobody has the name.
        case noUser = 67
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
        /// EX_PROTOCOL: the server gave no answer, so nobody knows whether it was done.
        case outcomeUnknown = 76
        /// EX_NOPERM: this user may not do it.
        case notPermitted = 77
        /// EX_CONFIG: a setting is wrong.
        case configuration = 78
    }

    /// What happened and what to do, as a sentence.
    public let description: String
    /// What the process exits with.
    public let status: Status

    /// Makes an error.
    public init(_ description: String, _ status: Status) {
        self.description = description
        self.status = status
    }
}
