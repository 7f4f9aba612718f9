import ClientService
import TerminalKit

/// Effects of signing out on waiting transfers and on a draft, in words.
enum SigningOut {
    /// The words at the lock, always the same, because the lock reveals nothing of the outbox.
    static let locked: SafeText = "Queued transfers stay queued; a draft is forgotten."

    /// Returns the words for the transfers that wait now.
    static func words(_ session: Session?, losesDraft: Bool) -> SafeText {
        var sentences: [String] = []
        if let outbox = session?.outbox {
            sentences = self.sentences(outbox)
        } else if let status = session?.status {
            sentences = self.sentences(
                waitingCount: status.queuedCount - status.needsCodeCount,
                codelessCount: status.needsCodeCount
            )
        } else {
            // Nothing is known of the outbox yet, not even that it is empty.
            sentences = ["Queued transfers stay queued."]
        }
        if losesDraft { sentences.append("The draft is forgotten.") }
        return SafeText(trusted: sentences.joined(separator: " "))
    }

    /// Returns the sentences for a known outbox.
    private static func sentences(_ outbox: [OutboxItem]) -> [String] {
        var queuedCount = 0
        var unknownCount = 0
        var codelessCount = 0
        for item in outbox where !item.isOver {
            if item.mayHaveMoved {
                unknownCount += 1
            } else if case .needsCode = item.state {
                codelessCount += 1
            } else {
                queuedCount += 1
            }
        }
        var sentences: [String] = []
        if queuedCount > 0 {
            sentences.append(
                queuedCount == 1
                    ? "1 queued transfer is sent when you sign in again."
                    : "\(queuedCount) queued transfers are sent when you sign in again."
            )
        }
        if unknownCount > 0 {
            sentences.append(
                "It is not known whether \(transfers(unknownCount)) moved money; the bank is asked"
                    + " when you sign in again."
            )
        }
        sentences += codeless(codelessCount)
        return sentences.isEmpty ? [nothing] : sentences
    }

    /// Returns the sentences for the counts of the title bar, which mix sent and unsent transfers.
    private static func sentences(waitingCount: Int, codelessCount: Int) -> [String] {
        var sentences: [String] = []
        if waitingCount > 0 {
            sentences.append(
                "\(transfers(waitingCount)) \(waitingCount == 1 ? "waits; it" : "wait; each") is sent,"
                    + " or the bank is asked about it, when you sign in again."
            )
        }
        sentences += codeless(codelessCount)
        return sentences.isEmpty ? [nothing] : sentences
    }

    private static let nothing = "No transfer waits to be sent."

    private static func codeless(_ count: Int) -> [String] {
        switch count {
        case ...0: []
        case 1: ["1 transfer has no code and is not sent before you enter one."]
        default: ["\(count) transfers have no code and are not sent before you enter one."]
        }
    }

    private static func transfers(_ count: Int) -> String {
        count == 1 ? "1 transfer" : "\(count) transfers"
    }
}
