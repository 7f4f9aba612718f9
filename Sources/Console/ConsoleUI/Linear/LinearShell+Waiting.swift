import ClientService
import CoreVocabulary

/// Wait for the record after sign-in, and its time limit.
///
/// The bank may delay the answer that makes the figures current. After ``patienceSeconds`` the
/// available data is read with its time. If no whole record is available yet, a user at a terminal
/// can leave, and a script continues to wait.
extension LinearShell {
    /// Maximum wait for current figures, in seconds of the monotonic clock.
    ///
    /// A responsive bank takes less, and a longer silence would look like a hang.
    static let patienceSeconds: Int64 = 5

    /// Sentence for a wait that continues behind a prompt.
    static let wayOutSentence =
        "Not all of your records have come yet; until they have, :back, :help and :quit are taken."

    /// True while the answer to the last request is pending, so that no prompt is shown.
    package var isAwaiting: Bool {
        guard let session = console.workspace.session else { return console.isAwaitingRows }
        if isEnding || session.awaitsFigures { return true }
        guard !session.hasCaughtUp, console.workspace.lock == nil else {
            return console.isAwaitingRows
        }
        guard isPatienceOver else { return true }
        // On the overview, the rows of one list may have arrived before it is known whether the
        // other has any.
        return console.workspace.top.kind == .overview ? !hasWholeRecord : console.isAwaitingRows
    }

    /// True if a line that leaves is accepted although ``isAwaiting`` is true.
    package var takesWayOut: Bool {
        isTypedByHand && isPatienceOver && isAwaiting && !isEnding
            && console.workspace.session?.hasCaughtUp == false
    }

    /// End of the maximum wait; nil if there is none.
    var patienceEnds: Instant? {
        guard !isPatienceOver, console.workspace.session?.hasCaughtUp == false else { return nil }
        return waitsSince?.adding(seconds: Self.patienceSeconds)
    }

    /// Tracks the duration of the wait for the record.
    mutating func noteWait(at time: ConsoleTime) {
        if console.workspace.session == nil { owesRows = false }
        guard console.workspace.session?.hasCaughtUp == false else {
            waitsSince = nil
            isPatienceOver = false
            return
        }
        let since = waitsSince ?? time.steady
        waitsSince = since
        if time.steady >= since.adding(seconds: Self.patienceSeconds) { isPatienceOver = true }
    }

    /// Handles a line while the record is being fetched.
    mutating func handleWayOut(_ line: String, at time: ConsoleTime) -> Response {
        let words = line.trimmed
        let hasColon = words.hasPrefix(":")
        let word = (hasColon ? String(words.dropFirst()).trimmed : words).lowercased()
        if word.isEmpty { return Response() }
        guard hasColon || !commands.takesWords, word == "back" || word == "quit" else {
            return Response(lines: [Self.wayOutSentence])
        }
        return command(word, time)
    }

    /// Announces once that the ways out are accepted while the record is being fetched.
    ///
    /// The rows of a screen come from this machine without a delay, so they need no announcement.
    mutating func wayOut() -> [String] {
        guard takesWayOut, !hasWholeRecord, !hasSaidWayOut else { return [] }
        hasSaidWayOut = true
        owesRows = true
        return [Self.wayOutSentence]
    }

    /// True if a whole record is available, of any age.
    private var hasWholeRecord: Bool {
        guard let session = console.workspace.session else { return false }
        return session.accounts != nil && session.status?.hasRecord == true
    }
}
