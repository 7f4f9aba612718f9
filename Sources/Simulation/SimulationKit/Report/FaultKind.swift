/// What a simulation does to the program, each drawn on or off for a seed.
public enum FaultKind: String, Hashable, Sendable, CaseIterable {
    /// A request never reaches the bank.
    case requestLost = "request-lost"
    /// The bank acts, and its reply never arrives.
    case replyLost = "reply-lost"
    /// A message takes seconds.
    case messageDelayed = "message-delayed"
    /// A request reaches the bank twice in a moment.
    case requestDuplicated = "request-duplicated"
    /// A request reaches the bank once more a long time after.
    case requestRepeatedLate = "request-repeated-late"
    /// A transfer reaches the bank once more with another amount.
    case requestAltered = "request-altered"
    /// A reply breaks off.
    case replyTruncated = "reply-truncated"
    /// An entry arrives that is not the one of the bank's books, or another field that something
    /// finds and that is not as the bank said it.
    case entryAltered = "entry-altered"
    /// A console's messages do not get to the bank for a while.
    case partitionUp = "partition-up"
    /// The bank's messages do not get to a console for a while.
    case partitionDown = "partition-down"
    /// What is under way on a line breaks.
    case lineCut = "line-cut"

    /// The bank's process ends at one of its steps.
    case bankCrashed = "bank-crashed"
    /// The bank's process stands still for a while.
    case bankFrozen = "bank-frozen"
    /// A write of the bank fails: the disk is full, or broken.
    case bankWriteFailed = "bank-write-failed"
    /// A commit of the bank fails before it is durable.
    case bankSyncFailed = "bank-sync-failed"
    /// A commit of the bank is durable, and the bank is told that it failed.
    case bankSyncInDoubt = "bank-sync-in-doubt"
    /// A commit of the bank takes seconds.
    case bankSyncSlow = "bank-sync-slow"
    /// The bank goes on from an older copy of its books.
    case bankRestored = "bank-restored"
    /// The bank's clock is set.
    case bankClockStepped = "bank-clock-stepped"

    /// The bank's clock is set by minutes, hours or days, and put right some seconds later.
    case bankClockJumped = "bank-clock-jumped"

    /// A console's process ends at one of its steps.
    case consoleCrashed = "console-crashed"
    /// A console's machine loses what it had not brought to its disk.
    case consolePowerLost = "console-power-lost"
    /// A console's process stands still for a while.
    case consoleFrozen = "console-frozen"
    /// A console's wall clock is set, by seconds or by years.
    case consoleClockStepped = "console-clock-stepped"
    /// Every machine but the bank's sleeps for hours.
    case nightFell = "night-fell"
    /// Nobody does anything for longer than a token lives.
    case longPause = "long-pause"
    /// A row of a console's record is damaged.
    case recordDamaged = "record-damaged"
    /// A console's record is an older copy.
    case recordReverted = "record-reverted"
    /// A console's record cannot be written.
    case recordFull = "record-full"
    /// A console's outbox cannot be written.
    case outboxFull = "outbox-full"
}
