public import CoreVocabulary
public import MoneyCore

/// One payment of a fixture's past, ready to be posted.
public struct FixturePayment: Hashable, Sendable {
    /// Whether the money moves or is only set aside.
    public enum Kind: Hashable, Sendable {
        /// It moves.
        case booked
        /// It is held for the payee, without an end.
        case held
    }

    /// When it was booked.
    public let at: Instant
    /// Who pays: the key of an account.
    public let payer: String
    /// Who is paid: the key of an account.
    public let payee: String
    /// How much, greater than zero.
    public let amount: Money
    /// What the payer's account shows as the other side.
    public let payeeName: String
    /// What the payee's account shows as the other side.
    public let payerName: String
    /// What both accounts show as the reference.
    public let reference: String
    /// Whether it is booked or held.
    public let kind: Kind
    /// Random bits for the identifiers of its journal and transfer.
    public let identifierBits: UInt128
}
