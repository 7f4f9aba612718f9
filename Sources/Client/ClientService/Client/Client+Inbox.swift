import SyncCore
import WireProtocol

// After the bank's books were restored from a copy, they may lack what was decided since.
extension Client {
    /// The transfers whose end was seen that are looked at, the newest: a few months of a busy hand.
    private static let seenLimit = 256
    /// So many in a row that the books hold end the questions about older ones.
    ///
    /// A copy holds all that was decided before it was made, and of what came later only what was
    /// decided once more.
    private static let heldLimit = 8

    /// Asks the bank about every transfer that it posted, from the inbox and from what was seen; what
    /// its books do not hold any more is marked as lost, and has to be seen again.
    ///
    /// Nothing is sent again: whether it has to be done once more, people decide.
    ///
    /// - Returns: Whether the bank was asked about all of them.
    func checkInbox(_ session: Session) async -> Bool {
        let epoch = await session.outbox.seenEpoch
        for record in await session.outbox.posted {
            guard await check(record, session) != nil else { return false }
        }
        // What cannot be read cannot be told, and must not keep the rest from being sent.
        let seen = (try? await session.outbox.seenPosted(limit: Self.seenLimit)) ?? []
        var heldCount = 0
        for record in seen where heldCount < Self.heldLimit {
            guard let isHeld = await check(record, session) else { return false }
            heldCount = isHeld ? heldCount + 1 : 0
        }
        guard isCurrent(session.number) else { return false }
        return (try? await session.outbox.raise(.inboxChecked, to: epoch)) != nil
    }

    /// Asks the bank about one transfer, and writes down what it means.
    ///
    /// - Returns: Whether the bank's books hold it; nil when that is not known or not written.
    private func check(_ record: OutboxRecord, _ session: Session) async -> Bool? {
        guard isCurrent(session.number) else { return nil }
        let exchange = await ask(
            .intentStatus(record.key),
            session,
            limitMilliseconds: settings.replyLimitMilliseconds
        )
        let events: [OutboxRecord.Event]
        var isHeld = true
        switch exchange {
        case .reply(.intent(.unknown)):
            events = [.wasLost]
            isHeld = false
        case .reply(.intent(.exists(let decision))) where decision.key == record.key:
            // What was lost may have been found again, and what was decided once more may have come
            // out differently.
            events =
                record.state == .decided(decision)
                ? [.wasDecided(decision)] : [.wasLost, .wasDecided(decision)]
        case .reply, .notSent, .noReply, .interrupted: return nil
        }
        do {
            for event in events {
                // Most often it is known already, and nothing changes.
                let changed = try await session.outbox.apply(event, toPosted: record)
                if changed != nil { emit(.outboxChanged) }
            }
        } catch {
            // What cannot be written is asked about again.
            return nil
        }
        return isHeld
    }

    /// Notes that the user has read that the bank's books began a new life.
    public func readNotice() async {
        guard let session else { return }
        // What cannot be written is told again in the next session.
        try? await session.outbox.raise(.noticeRead, to: session.outbox.seenEpoch)
        await emitStatus()
    }
}
