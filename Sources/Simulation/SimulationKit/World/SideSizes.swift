import LedgerService
import SyncCore

/// The sizes of one side, before they are final.
struct SideSizes: Sendable {
    /// The sizes of pages, batches and answers.
    var sync = SyncLimits()
    /// Maximum numbers of streams at a time.
    var waits = WaitLimits()
    /// Maximum counts of what the bank keeps or does in one commit.
    var counts = CountLimits()
    /// Maximum number of days that the bank pauses; the default is that of a bank in use.
    var longestPauseDays: Int64 = 90
}
