import Glibc
import LocalFiles

/// Unbuffered writing to standard output and standard error.
///
/// Terminal control characters are removed here, whoever wrote the text.
package enum StandardStream {
    /// Writes sanitised text to standard output; returns false if the reader has closed the pipe.
    ///
    /// - Throws: ``OutputFailure`` if not all of it can be written, as on a full disk.
    @discardableResult
    package static func write(_ text: String) throws(OutputFailure) -> Bool {
        try write(uncleaned: PrintedText.clean(text))
    }

    /// Writes text to standard output as it is, for formats that define their own escapes.
    ///
    /// - Throws: ``OutputFailure`` if not all of it can be written.
    @discardableResult
    package static func write(uncleaned text: String) throws(OutputFailure) -> Bool {
        let reason = put(text, into: STDOUT_FILENO)
        guard reason == 0 || reason == EPIPE else { throw OutputFailure(reason) }
        return reason == 0
    }

    /// Writes sanitised text to standard error.
    ///
    /// Errors are ignored, because there is no other place to report them.
    package static func writeError(_ text: String) {
        _ = put(PrintedText.clean(text), into: STDERR_FILENO)
    }

    /// Writes a progress text over the previous one on the same line.
    package static func writeProgress(_ text: String) {
        _ = put("\r" + PrintedText.clean(text), into: STDERR_FILENO)
    }

    /// Writes all of a text; returns 0 or the `errno` value of the failure.
    private static func put(_ text: String, into descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            do throws(FileError) {
                try OpenFile.write(UnsafeRawBufferPointer(bytes), to: descriptor)
                return 0
            } catch {
                return error.systemCode
            }
        }
    }
}
