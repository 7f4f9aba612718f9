import BankDaemon
import ProgramOutput

/// Answer to an act that was carried out.
enum DoneAnswer {
    /// Writes the answer to standard output; the error of a failed write says that the act was done
    /// nevertheless.
    ///
    /// - Parameters:
    ///   - text: The answer.
    ///   - remedy: Sentences on how to get its content again; empty if nothing is lost.
    /// - Throws: `outputFailed` if it cannot be written completely.
    static func write(_ text: String, remedy: String = "") throws(DaemonError) {
        do {
            try StandardStream.write(text)
        } catch {
            let end = remedy.isEmpty ? "" : " \(remedy)"
            throw DaemonError(
                "It was done, but the answer is lost. \(error.description)\(end)",
                .outputFailed
            )
        }
    }
}
