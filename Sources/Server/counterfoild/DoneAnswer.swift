import BankDaemon
import ProgramOutput

/// Answer to an act that was carried out.
enum DoneAnswer {
    /// Writes the answer to standard output; if that fails, the error says that the act was done.
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
