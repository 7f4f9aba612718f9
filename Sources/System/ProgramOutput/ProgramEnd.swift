import Glibc

/// Ends a program with what its command ended with.
///
/// The argument parser's own ending prints help and the version without looking whether they could be
/// written. The C library's takes away what threads use that did not end in time, so that the process
/// may die of a signal instead of ending with its status; nothing here waits to be flushed.
public enum ProgramEnd {
    /// Prints a message and exits.
    ///
    /// - Parameters:
    ///   - message: What is to be printed: on standard output with the status 0, else on standard error.
    ///   - status: What the process exits with when it can be printed.
    ///   - program: The name of the program, before the sentence that it cannot be.
    public static func exit(_ message: String, status: Int32, program: String) -> Never {
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
