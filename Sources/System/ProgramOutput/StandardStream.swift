import Glibc

/// Standard output and standard error, written without a buffer in between.
///
/// What steers a terminal is taken out here, whoever wrote it and in whichever sentence it stands.
public enum StandardStream {
    /// Writes text to standard output, without what steers a terminal; gives up when nobody reads any
    /// more.
    ///
    /// - Returns: Whether somebody still reads.
    /// - Throws: ``OutputFailure`` when not all of it can be written, as on a full disk.
    @discardableResult
    public static func write(_ text: String) throws(OutputFailure) -> Bool {
        try write(uncleaned: PrintedText.clean(text))
    }

    /// Writes text to standard output as it is: for a format with a rule of its own about what may stand
    /// in it.
    ///
    /// - Returns: True while somebody still reads.
    /// - Throws: ``OutputFailure`` when not all of it can be written.
    @discardableResult
    public static func write(uncleaned text: String) throws(OutputFailure) -> Bool {
        let reason = put(text, into: STDOUT_FILENO)
        guard reason == 0 || reason == EPIPE else { throw OutputFailure(reason) }
        return reason == 0
    }

    /// Writes text to standard error, without what steers a terminal and as far as that goes: there is no
    /// other place to tell it.
    public static func writeError(_ text: String) {
        _ = put(PrintedText.clean(text), into: STDERR_FILENO)
    }

    /// Writes how far something is over the line on which that stood before.
    public static func writeProgress(_ text: String) {
        _ = put("\r" + PrintedText.clean(text), into: STDERR_FILENO)
    }

    /// Writes all of a text; the system's number for why it cannot, 0 when it did.
    private static func put(_ text: String, into descriptor: Int32) -> Int32 {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            // A device that takes nothing and gives no reason is full.
            guard count > 0 else { return count < 0 ? errno : ENOSPC }
            rest = rest.dropFirst(count)
        }
        return 0
    }
}
