import ClientService
import CoreVocabulary

/// The wait for the record after the sign-in, and its end.
///
/// A bank may hold the answer back that makes the figures those of now, and nobody is kept for it:
/// after ``patienceSeconds`` what is there is read with as of when it is. Where no whole record is
/// there yet, whoever types at a terminal can leave, and a script goes on waiting.
extension LinearShell {
    /// The longest wait for the figures of now, in seconds of the steady clock: a bank that answers
    /// takes less, and a longer silence passes for a program that hangs.
    static let patienceSeconds: Int64 = 5

    /// The sentence for a wait that goes on behind a prompt.
    static let wayOutSentence =
        "Not all of your records have come yet; until they have, :back, :help and :quit are taken."

    /// True while the answer to the last request is on its way, so that it is too early for a prompt.
    public var isAwaiting: Bool {
        guard let session = console.session else { return console.isAwaitingRows }
        if isEnding || session.awaitsFigures { return true }
        guard !session.hasCaughtUp, console.lock == nil else { return console.isAwaitingRows }
        guard isPatienceOver else { return true }
        // Here the rows of one list may be there while it is not known if the other has any.
        return console.top.kind == .overview ? !hasWholeRecord : console.isAwaitingRows
    }

    /// True if a line is taken although ``isAwaiting``: the ways out, and no other.
    public var takesWayOut: Bool {
        isTypedByHand && isPatienceOver && isAwaiting && !isEnding
            && console.session?.hasCaughtUp == false
    }

    /// The end of the longest wait; nil where none is under way.
    var patienceEnds: Instant? {
        guard !isPatienceOver, console.session?.hasCaughtUp == false else { return nil }
        return waitsSince?.adding(seconds: Self.patienceSeconds)
    }

    /// Takes note of how long the record is waited for.
    mutating func noteWait(at time: ConsoleTime) {
        if console.session == nil { owesRows = false }
        guard console.session?.hasCaughtUp == false else {
            waitsSince = nil
            isPatienceOver = false
            return
        }
        let since = waitsSince ?? time.steady
        waitsSince = since
        if time.steady >= since.adding(seconds: Self.patienceSeconds) { isPatienceOver = true }
    }

    /// Takes a line in while the record is on its way.
    mutating func takeWayOut(_ line: String, at time: ConsoleTime) -> Response {
        let words = line.trimmed
        let hasColon = words.hasPrefix(":")
        let word = (hasColon ? String(words.dropFirst()).trimmed : words).lowercased()
        if word.isEmpty { return Response() }
        guard hasColon || !takesWords, word == "back" || word == "quit" else {
            return Response(lines: [Self.wayOutSentence])
        }
        return command(word, time)
    }

    /// Says once that the ways out are taken, where the record itself is on its way: the rows of a
    /// screen come from this machine, and at once.
    mutating func wayOut() -> [String] {
        guard takesWayOut, !hasWholeRecord, !hasSaidWayOut else { return [] }
        hasSaidWayOut = true
        owesRows = true
        return [Self.wayOutSentence]
    }

    /// True if a whole record is there to be read, of whatever time.
    private var hasWholeRecord: Bool {
        guard let session = console.session else { return false }
        return session.accounts != nil && session.status?.hasRecord == true
    }
}
