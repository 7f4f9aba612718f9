/// Status of a two-phase transfer.
///
/// Every status but `pending` is final.
package enum PendingStatus: UInt8, CaseIterable, Hashable, Sendable {
    /// The transfer is not a two-phase transfer.
    case none = 0
    /// The amount is held and the transfer has not ended.
    case pending = 1
    /// The amount was booked, wholly or in part.
    case posted = 2
    /// The hold was released by a void.
    case voided = 3
    /// The hold was released by expiry.
    case expired = 4
}
