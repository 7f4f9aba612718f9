import Glibc

/// Ends a program with its command's output and status.
///
/// The argument parser's own exit prints help and the version without checking that they could be
/// written. The C library's `exit` destroys objects that threads may still use, so that the process
/// may die of a signal instead of ending with its status. Nothing here is buffered, so nothing
/// needs to be flushed.
package enum ProgramEnd {
    /// Prints a message, on standard output if the status is 0, and exits the process.
    ///
    /// The program's name stands before the error if the message cannot be printed.
    package static func exit(_ message: String, status: Int32, program: String) -> Never {
        let text = message.isEmpty ? "" : "\(message)\n"
        guard status == EXIT_SUCCESS else {
            StandardStream.writeError(text)
            _exit(status)
        }
        do {
            try StandardStream.write(text)
        } catch {
            StandardStream.writeError("\(program): \(error.description)\n")
            _exit(OutputFailure.status)
        }
        _exit(EXIT_SUCCESS)
    }
}
