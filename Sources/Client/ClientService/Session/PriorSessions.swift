import CoreVocabulary
import SyncCore
import WireProtocol

/// Sessions that this console left open at the bank before the present one, until the bank has ended
/// them.
final class PriorSessions: SessionPart {
    let context: SessionContext
    private let line: SessionLine
    private let notes: any SessionNotes
    private var left: [SessionID]
    private var backoff = Backoff()

    init(
        _ context: SessionContext,
        _ line: SessionLine,
        _ notes: any SessionNotes,
        left: [SessionID]
    ) {
        self.context = context
        self.line = line
        self.notes = notes
        self.left = left
    }

    /// True if the bank has ended all of them.
    var isEmpty: Bool { left.isEmpty }

    /// Asks the bank to end the sessions that were left open here, one by one.
    ///
    /// - Returns: The wait before the next try, in milliseconds; nil if there is nothing more to ask.
    func endAll() async -> Int64? {
        while !context.gate.isClosed, let id = left.first {
            switch await line.ask(.endSession(id)) {
            case .reply(.done):
                await forget(id)
            case .reply(.problem(let problem)):
                if let pause = await note(id, onEndingWith: problem) { return pause }
            case .reply, .notSent, .noReply, .interrupted:
                return backoff.fail(random: randomBits())
            }
        }
        return nil
    }

    /// Records a problem; returns the pause before the next attempt, or nil for none.
    private func note(_ id: SessionID, onEndingWith problem: Problem) async -> Int64? {
        switch problem.code {
        case .notFound:
            await forget(id)
        case .sessionEnded, .wipe:
            if let end = SessionEnd(problem) { await context.gate.end(end) }
        // A bank that does not take the request is asked again in the next session.
        case .notAllowed, .malformed, .cursorInvalid:
            left.removeAll { $0 == id }
        case .tokenExpired, .signInRefused, .tooManyTries, .slowDown, .busy, .internalFailure,
            .terminalUnknown, .upgradeNeeded:
            return backoff.fail(random: randomBits(), atLeast: problem.pauseSeconds * 1_000)
        }
        return nil
    }

    private func forget(_ id: SessionID) async {
        // After the end the note stays, and the next session asks again.
        guard !context.gate.isClosed else { return }
        left.removeAll { $0 == id }
        backoff.succeed()
        await notes.forgetEnded(id)
    }
}
