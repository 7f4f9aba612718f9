/// A fault that the simulator injects, drawn on or off for each seed.
package enum FaultKind: String, Hashable, Sendable, CaseIterable {
    /// A request never reaches the bank.
    case requestLost = "request-lost"
    /// The bank acts on a request, and its reply is lost.
    case replyLost = "reply-lost"
    /// A message takes several seconds.
    case messageDelayed = "message-delayed"
    /// A request reaches the bank twice in quick succession.
    case requestDuplicated = "request-duplicated"
    /// A request reaches the bank once more, a long time later.
    case requestRepeatedLate = "request-repeated-late"
    /// A transfer reaches the bank once more with one altered field.
    case requestAltered = "request-altered"
    /// A reply is truncated.
    case replyTruncated = "reply-truncated"
    /// An entry arrives altered, or another field that a check can find does.
    case entryAltered = "entry-altered"
    /// A console's messages do not reach the bank for a while.
    case partitionUp = "partition-up"
    /// The bank's messages do not reach a console for a while.
    case partitionDown = "partition-down"
    /// The calls and streams on a line break.
    case lineCut = "line-cut"

    /// The bank's process crashes at one of its steps.
    case bankCrashed = "bank-crashed"
    /// The bank's process is frozen for a while.
    case bankFrozen = "bank-frozen"
    /// A write of the bank fails, as on a full or a broken disk.
    case bankWriteFailed = "bank-write-failed"
    /// A commit of the bank fails before it is durable.
    case bankSyncFailed = "bank-sync-failed"
    /// A commit of the bank is durable, but reported as failed.
    case bankSyncInDoubt = "bank-sync-in-doubt"
    /// A commit of the bank takes several seconds.
    case bankSyncSlow = "bank-sync-slow"
    /// The bank is restored from an older copy of its books.
    case bankRestored = "bank-restored"
    /// The bank's clock is set by seconds.
    case bankClockStepped = "bank-clock-stepped"

    /// The bank's clock is set by minutes, hours or days, and corrected some seconds later.
    case bankClockJumped = "bank-clock-jumped"

    /// A console's process crashes at one of its steps.
    case consoleCrashed = "console-crashed"
    /// A console's machine loses its power and all unsynced writes.
    case consolePowerLost = "console-power-lost"
    /// A console's process is frozen for a while.
    case consoleFrozen = "console-frozen"
    /// A console's wall clock is set, by seconds or by years.
    case consoleClockStepped = "console-clock-stepped"
    /// All machines but the bank's are suspended for hours.
    case nightFell = "night-fell"
    /// Nobody acts for longer than a token lives.
    case longPause = "long-pause"
    /// A row of a console's record is damaged.
    case recordDamaged = "record-damaged"
    /// A console's record is replaced by an older copy.
    case recordReverted = "record-reverted"
    /// A write of a console's record fails.
    case recordFull = "record-full"
    /// A write of a console's outbox fails.
    case outboxFull = "outbox-full"
    /// The lines of all consoles are down for a minute or two, in which people go on working.
    case longOutage = "long-outage"
}
