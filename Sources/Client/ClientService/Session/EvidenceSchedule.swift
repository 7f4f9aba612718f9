import CoreVocabulary
import SyncCore

/// Schedule by which the bank is told what was found wrong here.
///
/// It is told when the record has caught up, and only when something may have been found since it
/// was told last: a record without faults is never looked through for them.
struct EvidenceSchedule: Sendable {
    /// True if there may be evidence that the bank has not received.
    private(set) var isDue = true
    /// The accounts of which the bank refuses evidence in this session.
    ///
    /// They are none of the user's, or it is a bank of a release that takes none at all.
    var refused: Set<AccountID> = []
    private var hasCaughtUp = false
    private var wasInDoubt = false
    private var backoff = Backoff()
    /// The time before which no evidence is sent, by the steady clock.
    private var nextAt: Instant?

    /// True if evidence can be sent now, as far as the record is concerned.
    var isReady: Bool { isDue && hasCaughtUp }

    /// Updates the schedule from the state of the record; returns true if that makes it ready.
    mutating func note(_ machine: SyncMachine) -> Bool {
        let wasReady = isReady
        let rule = machine.freshnessRule
        let isInDoubt =
            rule.hasUnverifiedAccount || rule.isRecordInDoubt || rule.isRecordPartial
        if isInDoubt || wasInDoubt { isDue = true }
        wasInDoubt = isInDoubt
        hasCaughtUp =
            machine.link.isUp && !machine.isHalted && rule.isSessionAlive && rule.isAtHead
            && !rule.isRecordInDoubt && !rule.isRecordPartial
        return isReady && !wasReady
    }

    /// Returns the time for which the bank must not be asked yet, in milliseconds; nil for none.
    func pauseMilliseconds(at now: Instant) -> Int64? {
        guard let nextAt, nextAt > now else { return nil }
        return now.milliseconds(until: nextAt)
    }

    /// Begins a round; later findings make evidence due again.
    mutating func begin() {
        isDue = false
    }

    /// Records that the bank has received all evidence.
    mutating func succeed() {
        backoff.succeed()
        nextAt = nil
    }

    /// Records that evidence could not be sent now, and draws the time of the next attempt.
    ///
    /// It comes no sooner than the bank asked for, in seconds; 0 for no such pause.
    mutating func postpone(at now: Instant, bySeconds seconds: Int64, random: UInt64) {
        let milliseconds = max(backoff.fail(random: random), seconds * 1_000)
        nextAt = Instant(
            nanosecondsSinceEpoch: now.nanosecondsSinceEpoch + milliseconds * 1_000_000
        )
        isDue = true
    }
}
