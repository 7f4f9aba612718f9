package import CoreVocabulary
package import MoneyCore

/// Payment of a fixture's past, ready to be posted.
package struct FixturePayment: Hashable, Sendable {
    /// Kind of payment: a booking or a hold.
    package enum Kind: Hashable, Sendable {
        /// The money moves from payer to payee.
        case booked
        /// The money is held for the payee, without an expiry.
        case held
    }

    /// The time of booking.
    package let at: Instant
    /// The key of the paying account.
    package let payer: String
    /// The key of the account that is paid.
    package let payee: String
    /// The amount, greater than zero.
    package let amount: Money
    /// The counterparty shown in the payer's account.
    package let payeeName: String
    /// The counterparty shown in the payee's account.
    package let payerName: String
    /// The reference shown in both accounts.
    package let reference: String
    /// The kind of payment, a booking or a hold.
    package let kind: Kind
    /// Random bits for the identifiers of its journal and transfer.
    package let identifierBits: UInt128
}
