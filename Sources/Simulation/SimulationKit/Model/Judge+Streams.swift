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
        let isRight = hasMove(of: act) { _, version, now, move in
            switch move.answer {
            case .shown? where !isEnd:
                let rules = DisclosureRules(judge: self, act: act, version: version.state, now: now)
                guard let wrong = rules.complaint(about: changes) else { return true }
                complaint = complaint ?? wrong
                return false
            case .problem(.sessionEnded)? where isEnd, .problem(.wipe)? where isEnd: return true
            default: return false
            }
        }
        if isRight { return }
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
        let isRight = hasMove(of: act) { _, _, _, move in
            switch (move.answer, code) {
            case (.shown?, nil): true
            case (.problem(let foreseen)?, let code?): foreseen == code
            default: false
            }
        }
        if isRight, code == nil { act.isOpen.value = true }
        oracle.expect(
            .verdict,
            isRight,
            "a stream is answered \(code.map(\.rawValue) ?? "with events")"
        )
    }
}
