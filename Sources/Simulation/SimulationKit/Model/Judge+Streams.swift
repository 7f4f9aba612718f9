import CoreVocabulary
import LedgerService
import SyncCore
import WireProtocol

/// Checks on the events of streams.
extension Judge {
    /// Judges an event that leaves the bank on a stream.
    func saw(_ event: StreamEvent, of act: Act) {
        learn(act, event)
        let isEnd: Bool
        let changes: [FeedChange]
        defer {
            act.firstVersion.value = lastVersion
            act.readings.value = act.readings.value.suffix(1)
            prune()
        }
        switch event {
        case .delta(let batch): (isEnd, changes) = (false, batch.changes)
        case .heartbeat: (isEnd, changes) = (false, [])
        case .control(.sessionEnded), .control(.wipe): (isEnd, changes) = (true, [])
        // A checkpoint is made together with the changes before it, which were judged.
        case .checkpoint, .control: return
        }
        var complaint: String?
        for (number, version) in versions(of: act) {
            for (now, move) in moves(of: act, number, version) {
                switch move.answer {
                case .shown? where !isEnd:
                    let wrong = DisclosureRules(
                        judge: self,
                        act: act,
                        version: version.state,
                        now: now
                    )
                    .complaint(about: changes)
                    guard let wrong else { return }
                    complaint = complaint ?? wrong
                case .problem(.sessionEnded)? where isEnd, .problem(.wipe)? where isEnd: return
                default: break
                }
            }
        }
        if let complaint { return oracle.fail(.disclosure, complaint) }
        oracle.fail(
            .verdict,
            "a stream \(isEnd ? "ends" : "goes on") for a session for which no rule leads to it"
        )
    }

    /// Judges the answer to the opening of a stream.
    func sawStream(_ act: Act, refused code: Problem.Code?) {
        if code == .internalFailure { return expectFault(during: act) }
        if code == .busy { return expectWrongClock(during: act) }
        for (number, version) in versions(of: act) {
            for (_, move) in moves(of: act, number, version) {
                switch (move.answer, code) {
                case (.shown?, nil): return act.isOpen.value = true
                case (.problem(let foreseen)?, let code?) where foreseen == code: return
                default: break
                }
            }
        }
        oracle.fail(.verdict, "a stream is answered \(code.map(\.rawValue) ?? "with events")")
    }
}
