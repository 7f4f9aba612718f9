import ClientService
import TerminalKit

/// What becomes of what waits, and of a draft, when somebody signs out.
enum SigningOut {
    /// The words in front of a lock, which do not tell what is behind it.
    static let locked: SafeText = "Queued transfers stay queued; a draft is forgotten."

    /// The words for what waits now.
    static func words(_ session: Session?, losesDraft: Bool) -> SafeText {
        guard let outbox = session?.outbox else { return locked }
        var queuedCount = 0
        var unknownCount = 0
        var codelessCount = 0
        for item in outbox {
            switch item.state {
            case .queued where !item.mayHaveArrived: queuedCount += 1
            case .queued, .sending, .unknown: unknownCount += 1
            case .needsCode: codelessCount += 1
            case .cancelled, .decided: break
            }
        }
        var sentences: [String] = []
        if queuedCount > 0 {
            sentences.append(
                "\(transfers(queuedCount)) queued \(queuedCount == 1 ? "stays" : "stay") queued and"
                    + " \(queuedCount == 1 ? "is" : "are") sent when you sign in again."
            )
        }
        if unknownCount > 0 {
            sentences.append(
                "Of \(transfers(unknownCount)) it is not known whether money moved; the bank is asked"
                    + " when you sign in again."
            )
        }
        if codelessCount > 0 {
            sentences.append(
                "\(transfers(codelessCount)) without a code \(codelessCount == 1 ? "is" : "are") not"
                    + " sent before you enter one."
            )
        }
        if sentences.isEmpty { sentences.append("No transfer waits to be sent.") }
        if losesDraft { sentences.append("The draft is forgotten.") }
        return SafeText(trusted: sentences.joined(separator: " "))
    }

    private static func transfers(_ count: Int) -> String {
        count == 1 ? "1 transfer" : "\(count) transfers"
    }
}
