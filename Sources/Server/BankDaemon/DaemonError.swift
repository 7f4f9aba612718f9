/// The failure of a command of the bank's daemon: a sentence for people and an exit status.
///
/// Source of the statuses: BSD sysexits(3).
package struct DaemonError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The exit statuses of the program, besides 0, and 1 for a check with findings.
    package enum Status: Int32, Hashable, Sendable, CaseIterable {
        /// EX_DATAERR: the given data is invalid.
        case badData = 65
        /// EX_NOINPUT: the data to read does not exist.
        case noInput = 66
        /// EX_NOUSER: no user has the given name.
        case noUser = 67
        /// EX_UNAVAILABLE: a required resource does not work here.
        case unavailable = 69
        /// EX_SOFTWARE: this program has a bug.
        case software = 70
        /// EX_CANTCREAT: a file cannot be written.
        case cannotCreate = 73
        /// EX_IOERR: the output cannot be written.
        case outputFailed = 74
        /// EX_TEMPFAIL: the command may succeed later.
        case tryLater = 75
        /// EX_PROTOCOL: the server gave no answer, so the outcome is unknown.
        case outcomeUnknown = 76
        /// EX_NOPERM: this user lacks the permission.
        case notPermitted = 77
        /// EX_CONFIG: a setting is invalid.
        case configuration = 78
    }

    /// The failure and advice, as a sentence.
    package let description: String
    /// The exit status of the process.
    package let status: Status

    /// Creates an error with a sentence and a status.
    package init(_ description: String, _ status: Status) {
        self.description = description
        self.status = status
    }
}
