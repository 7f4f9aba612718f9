import Glibc

/// The failure of standard output to take all of a text.
public struct OutputFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The status that a program ends with for it.
    ///
    /// Source: EX_IOERR of BSD sysexits(3).
    public static let status: Int32 = 74

    /// What happened, as a sentence.
    public let description: String

    /// Takes up the system's number for why.
    init(_ reason: Int32) {
        description =
            "Standard output cannot be written: \(String(cString: strerror(reason))). "
            + "What was printed so far is not whole."
    }
}
