import CoreVocabulary
import SyncCore

extension Client {
    /// How long after a repair that did not help the next one may begin, in seconds.
    private static let repairPauseSeconds: Int64 = 900
    /// How long after a check of the whole record the next one is due, in seconds: a night.
    private static let recordCheckSeconds: Int64 = 86_400
    /// Entries that are checked in one go: a millisecond of work, for which a reader may wait.
    private static let checkStride = 100
    /// What lies between two goes, so that reading is not held up, in milliseconds.
    private static let checkPauseMilliseconds: Int64 = 10

    /// Puts an account in doubt, says so, and has the feed read again.
    func noteFault(_ fault: ChainFault, _ session: Session) async {
        guard isCurrent(session.number) else { return }
        // When even this cannot be written the account is in doubt all the same.
        let foundAt = session.bankTime(atBoottime: clock.boottime())
        try? await session.records.doubt(fault, foundAt: foundAt)
        guard isCurrent(session.number) else { return }
        advance(.doubtChanged(hasUnverifiedAccount: true))
        emit(.recordsChanged)
        await emitStatus()
        await repairIfDue()
        feedSignal.raise()
    }

    /// Throws a record away that cannot be read any more: it is a copy, and is fetched again.
    func noteDamage(_ session: Session) async {
        // One that cannot even be thrown away is found damaged again at the next reading.
        guard isCurrent(session.number), (try? await session.records.discard()) != nil,
            isCurrent(session.number)
        else { return }
        advance(.recordSetBack(cursor: nil))
        advance(.doubtChanged(hasUnverifiedAccount: false))
        emit(.recordsChanged)
        feedSignal.raise()
    }

    /// Begins a repair when an account is in doubt, unless the last one is not long ago.
    func repairIfDue() async {
        // A store that does not answer now is asked again after the next batch.
        guard let session, session.online != nil, !machine.isHalted,
            let state = try? await session.records.state(),
            isCurrent(session.number), !state.doubts.isEmpty, !state.isRepairing
        else { return }
        let now = clock.boottime()
        if let nextRepairAt, now < nextRepairAt { return }
        nextRepairAt = now.adding(seconds: Self.repairPauseSeconds)
        // What could not begin stays in doubt, and is tried again when the pause is over.
        guard (try? await session.records.beginRepair()) != nil, isCurrent(session.number) else {
            return
        }
        advance(.recordSetBack(cursor: nil))
    }

    /// Lets freshness fall when its time is over, without any word from the network, and checks
    /// the whole record once a session and once a day.
    func runWatch() async {
        await destroyEndedLeases()
        while !Task.isCancelled {
            watchSignal.lower()
            guard let session else {
                await watchSignal.wait()
                continue
            }
            guard await tick(session.number) else { continue }
            let now = clock.boottime()
            let isReadable = machine.freshnessRule.isAtHead || session.online == nil
            if isReadable, nextRecordCheckAt.map({ $0 <= now }) ?? true {
                nextRecordCheckAt = now.adding(seconds: Self.recordCheckSeconds)
                await checkRecord(session)
                continue
            }
            await sleepUntilDeadline(session, from: now)
        }
    }

    /// Ends the session when its lease is over, and lets freshness fall; whether it goes on.
    private func tick(_ number: Int) async -> Bool {
        // The lease may have been lengthened since whoever calls last looked.
        guard let session, session.number == number else { return false }
        if isLeaseOver(session) {
            await endLease(session)
            return false
        }
        advance(.clockTicked)
        if isStatusStale {
            isStatusStale = false
            await emitStatus()
        }
        return isCurrent(number)
    }

    private func sleepUntilDeadline(_ session: Session, from now: Instant) async {
        let limit = FreshnessRule.heartbeatLimitSeconds * 1_000
        let leaseLeft =
            session.leaseEndsAt.nanosecondsSinceEpoch
            - session.bankTime(atBoottime: now).nanosecondsSinceEpoch
        var milliseconds = min(limit, max(1, leaseLeft / 1_000_000 + 1))
        if let deadline = machine.freshnessRule.deadline, deadline >= now {
            let left = deadline.nanosecondsSinceEpoch - now.nanosecondsSinceEpoch
            milliseconds = min(milliseconds, left / 1_000_000 + 1)
        }
        _ = await watchSignal.isQuiet(forMilliseconds: milliseconds, by: clock)
    }

    /// Recomputes every chain from the rows, a little at a time.
    ///
    /// Of many entries that takes minutes, in which time goes by for the lease and for freshness.
    func checkRecord(_ session: Session) async {
        // A fault among the accounts themselves was noted by the reading.
        guard let accounts = try? await read(session, { try await $0.accounts() }) else { return }
        for account in accounts where !account.isInDoubt {
            var head = ChainHead.genesis(of: account.record.accountID)
            while await tick(session.number) {
                do {
                    let next = try await session.records.verify(
                        account.record.accountID,
                        from: head,
                        limit: Self.checkStride
                    )
                    guard next != head else { break }
                    head = next
                    try await clock.sleep(milliseconds: Self.checkPauseMilliseconds)
                } catch let fault as ChainFault {
                    await noteFault(fault, session)
                    break
                } catch {
                    // Closed or cancelled: the next session checks again.
                    return
                }
            }
        }
    }
}
