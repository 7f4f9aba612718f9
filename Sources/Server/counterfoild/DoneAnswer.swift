import BankDaemon
import ProgramOutput

/// The answer to an act that was carried out.
enum DoneAnswer {
    /// Writes it to standard output; who cannot see it hears that the act was done all the same.
    ///
    /// - Parameters:
    ///   - text: The answer.
    ///   - remedy: How what is in it is had again, as sentences; empty where nothing is lost.
    /// - Throws: `outputFailed` when not all of it can be written.
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
