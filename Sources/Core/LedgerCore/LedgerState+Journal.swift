import CoreVocabulary

extension LedgerState {
    /// Makes all transfers of a journal or none, and stores the decision under the journal's ID.
    mutating func post(_ journal: Journal, at instant: Instant) -> Outcome {
        // An invalid shape depends on the journal alone and is refused every time, so no row is
        // written.
        if let rejection = journal.shapeRejection { return .rejected(Refusal(rejection), []) }
        if let index = journalIndex[journal.id] {
            let known = journals[index]
            if let refusal = journal.difference(from: known.journal) {
                return .rejected(refusal, [])
            }
            return .exists(known.decision)
        }
        invariant(undoLog.isEmpty, "the undo log is empty between commands")
        var events: [LedgerEvent] = []
        events.reserveCapacity(journal.transfers.count + 1)
        for (index, transfer) in journal.transfers.enumerated() {
            switch judge(transfer, in: journal.id, at: instant) {
            case .refused(let rejection):
                rollBack()
                let refusal = Refusal(rejection, at: index)
                let decided = decide(journal, refusal: refusal)
                return .rejected(refusal, [decided])
            case .allowed(let plan):
                let record = TransferRecord(
                    transfer: transfer,
                    journalID: journal.id,
                    journalIndex: index,
                    bookedAt: latestBookedAt
                )
                events.append(.transferMade(carryOut(plan, as: record)))
            }
        }
        undoLog.removeAll(keepingCapacity: true)
        events.append(decide(journal, refusal: nil))
        return .accepted(events)
    }

    private mutating func decide(_ journal: Journal, refusal: Refusal?) -> LedgerEvent {
        let record = JournalRecord(
            journal: journal,
            decision: Decision(refusal: refusal, decidedAt: latestBookedAt)
        )
        insert(record)
        return .journalDecided(record)
    }
}
