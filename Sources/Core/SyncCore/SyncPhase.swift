/// Phase of the machine: the work under way.
package enum SyncPhase: Hashable, Sendable, CaseIterable {
    /// No session is open, so there is no work.
    case stopped
    /// The bank is being asked how to synchronise.
    case beginning
    /// A request for the feed is under way.
    case requesting
    /// A batch or a page is being written to the record, or the record is being set back.
    case applying
    /// A request for a page of a snapshot is under way.
    case paging
    /// Both sides are being compared.
    case comparing
    /// A stream is being opened.
    case opening
    /// A stream is open, and the machine waits for its next event.
    case listening
    /// The machine waits before the next try.
    case pausing
}
