public import CoreVocabulary
public import MoneyCore

/// Payment of a fixture's past, ready to be posted.
public struct FixturePayment: Hashable, Sendable {
    /// Kind of payment: a booking or a hold.
    public enum Kind: Hashable, Sendable {
        /// The money moves from payer to payee.
        case booked
        /// The money is held for the payee, without an expiry.
        case held
    }

    /// The time of booking.
    public let at: Instant
    /// The key of the paying account.
    public let payer: String
    /// The key of the account that is paid.
    public let payee: String
    /// The amount, greater than zero.
    public let amount: Money
    /// The counterparty shown in the payer's account.
    public let payeeName: String
    /// The counterparty shown in the payee's account.
    public let payerName: String
    /// The reference shown in both accounts.
    public let reference: String
    /// The kind of payment, a booking or a hold.
    public let kind: Kind
    /// Random bits for the identifiers of its journal and transfer.
    public let identifierBits: UInt128
}
