import ClientService
import TerminalKit

/// Search within the statement of a month.
struct StatementSearch {
    /// Entries of a month, as far as they can be told from others.
    struct Extent: Equatable {
        /// Number of entries in the month.
        var count: Int
        /// Chain hash at the end of the month.
        var chainHash: String
    }

    /// Identifier of the search request.
    var id: RequestID
    /// Filter that entries must match.
    var filter: EntryFilter
    /// Words as the user typed them.
    var words: SafeText
    /// Entries of the month at the last search.
    var extent: Extent?
    /// Search through all entries that runs because some were added.
    ///
    /// Earlier matches stay until it ends.
    var renewal: RequestID?
    /// Matches among all entries of the account.
    var matches = MatchSet()
    /// True while entries are being read.
    var isUnderWay = true
    /// True if the user stopped the search.
    var wasStopped = false
    /// True if the first match is still to be selected.
    var isToBeShown = true
}
