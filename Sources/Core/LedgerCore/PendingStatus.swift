/// Where a two-phase transfer stands.
///
/// Every status but `pending` is final.
public enum PendingStatus: UInt8, CaseIterable, Hashable, Sendable {
    /// Not a two-phase transfer.
    case none = 0
    /// Held, and not yet decided.
    case pending = 1
    /// Booked, wholly or in part.
    case posted = 2
    /// Released on request.
    case voided = 3
    /// Released by time.
    case expired = 4
}
