import LedgerService
import SyncCore

/// The sizes of one side while they are drawn.
struct SideSizes: Sendable {
    /// The sizes of pages, batches and answers.
    var sync = SyncLimits()
    /// The most streams at a time.
    var waits = WaitLimits()
    /// The most of what the bank keeps, or does in one commit.
    var counts = CountLimits()
    /// The most days that the bank pauses; those of a bank in use.
    var longestPauseDays: Int64 = 90
}
