import CoreVocabulary
import SyncCore

/// Watch over one session: its deadlines, and the checks of its whole record.
final class SessionWatch: SessionPart {
    /// Pause between two steps of a check, so that reading is not held up, in milliseconds.
    private static let checkPauseMilliseconds: Int64 = 10

    let context: SessionContext
    private let lease: SessionLease
    private let health: RecordHealth

    init(_ context: SessionContext, _ lease: SessionLease, _ health: RecordHealth) {
        self.context = context
        self.lease = lease
        self.health = health
    }

    /// Ends the session when its lease is over, and lets freshness fall; true if the session goes on.
    func tick() async -> Bool {
        guard !context.gate.isClosed else { return false }
        if lease.isOver {
            await context.gate.end(.leaseOver)
            return false
        }
        advance(.clockTicked)
        await context.gate.emitStaleStatus()
        return !context.gate.isClosed
    }

    /// Waits for the next deadline of the session, up to a limit if there is one.
    func waitForDeadline(from now: Instant, limitMilliseconds limit: Int64?) async {
        let longest = FreshnessRule.heartbeatLimitSeconds * 1_000
        var milliseconds = min(longest, max(1, now.milliseconds(until: lease.overAt)))
        if let limit { milliseconds = min(milliseconds, limit) }
        if let deadline = machine.freshnessRule.deadline, deadline >= now {
            milliseconds = min(milliseconds, now.milliseconds(until: deadline))
        }
        _ = await signals.watch.isQuiet(forMilliseconds: milliseconds, by: clock)
    }

    /// Recomputes every chain from the rows, a little at a time, and has all that it finds repaired
    /// at once.
    ///
    /// Of many entries that takes minutes, in which time goes by for the lease and for freshness.
    func checkRecord() async {
        await health.whileChecking(findFaults)
    }

    /// Checks the whole record, with accounts in doubt: a damaged row may have others beside it.
    ///
    /// - Returns: True if something was found that was not known.
    private func findFaults() async -> Bool {
        var hasFound = false
        // A fault among the accounts themselves was noted by the reading.
        guard let accounts = try? await health.read({ try await $0.accounts() }) else {
            return false
        }
        for account in accounts {
            var head = ChainHead.genesis(of: account.record.accountID)
            while await tick() {
                do {
                    let next = try await records.verify(
                        account.record.accountID,
                        from: head,
                        limit: settings.sync.checkedEntryCount
                    )
                    guard next != head, !context.gate.isClosed else { break }
                    head = next
                    try await clock.sleep(milliseconds: Self.checkPauseMilliseconds)
                } catch let fault as ChainFault {
                    if await health.noteFault(fault, isInCheck: true) { hasFound = true }
                    // The rest of an account that cannot be read now waits for the next check.
                    guard let next = try? await records.nextHead(after: fault) else { break }
                    head = next
                } catch {
                    // Closed or cancelled: the next session checks again.
                    return hasFound
                }
            }
        }
        return hasFound
    }
}
