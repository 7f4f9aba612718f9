public import LedgerCore

/// Entry with its side, and the transfer that made it.
public struct BookedEntry: Sendable {
    /// Transfer of an entry, as far as its entries depend on it.
    public struct Booking: Sendable {
        let number: Int64
        let isBooked: Bool
        let debit: Int64
        let credit: Int64

        /// Creates a booking from stored values; it is booked if transfers of its kind are.
        public init(number: Int64, isBooked: Bool, debit: Int64, credit: Int64) {
            self.number = number
            self.isBooked = isBooked
            self.debit = debit
            self.credit = credit
        }
    }

    let feedSequence: Int64
    let side: Side
    let account: Int64
    let booking: Booking?

    /// Creates an entry from stored values; its booking is nil if the books lack the transfer.
    public init(feedSequence: Int64, side: Side, account: Int64, booking: Booking?) {
        self.feedSequence = feedSequence
        self.side = side
        self.account = account
        self.booking = booking
    }
}
