import Glibc

/// Error for standard output that could not be written completely.
package struct OutputFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Exit status of a program for this error.
    ///
    /// Source: EX_IOERR of BSD sysexits(3).
    package static let status: Int32 = 74

    /// Message for people, as a sentence.
    package let description: String

    /// Creates the error from an `errno` value.
    init(_ reason: Int32) {
        description =
            "Standard output cannot be written: \(String(cString: strerror(reason))). "
            + "What was printed so far is not whole."
    }
}
