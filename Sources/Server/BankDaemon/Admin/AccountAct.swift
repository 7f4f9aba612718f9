import WireProtocol

/// Something that an operator does to accounts, to who sees them, and to what is booked on them.
///
/// It carries texts as they were typed. They are read where the account is known, and with it the
/// currency in which an amount is meant.
public struct AccountAct: Hashable, Sendable {
    /// The acts, by their names on the socket.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Opens an account.
        case open = "open-account"
        /// Closes an empty account for ever.
        case close = "close-account"
        /// Replaces an account's limits.
        case setLimits = "set-limits"
        /// Lets a user see or operate an account.
        case grant = "grant-access"
        /// Takes a user's access to an account away.
        case revoke = "revoke-access"
        /// Puts an account on a user's list of payees, or changes the name there.
        case addPayee = "add-payee"
        /// Takes an account off a user's list of payees.
        case removePayee = "remove-payee"
        /// Books the mirror of a booked transfer.
        case reverse = "reverse-transfer"
        /// Sets money aside.
        case hold = "place-hold"
        /// Takes what was set aside.
        case postHold = "post-hold"
        /// Releases what was set aside.
        case voidHold = "void-hold"
    }

    /// What an act may say, by its name on the socket.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        /// An account, by its number or identifier.
        case account
        /// The account that pays.
        case from
        /// The account that is paid.
        case to
        /// A user, by name.
        case user
        /// A name to show.
        case name
        /// Whose account it is.
        case holder
        /// What kind of account it is.
        case product
        /// The branch's IFSC.
        case branch
        /// A currency, by its three letters.
        case currency
        /// The side on which an account grows: `credit` or `debit`.
        case side
        /// The lowest balance.
        case minimum
        /// The highest balance.
        case maximum
        /// What a user may do: `masked`, `view` or `operate`.
        case access
        /// A transfer, by its identifier, its receipt or the key of its intent.
        case transfer
        /// How much.
        case amount
        /// What both sides are shown.
        case reference
        /// The last day on which a hold can be taken.
        case until
    }

    /// What is done.
    public let kind: Kind
    /// What was typed.
    public let texts: [Field: String]

    /// Makes an act; fields without a text are left out.
    public init(_ kind: Kind, _ texts: [Field: String?]) {
        self.kind = kind
        self.texts = texts.compactMapValues(\.self)
    }

    var members: [JSONMember] {
        Field.allCases.compactMap { field in
            texts[field].map { JSONMember(field.rawValue, .string($0)) }
        }
    }

    /// Reads the members of a line; nil when it is no such act.
    init?(_ fields: AdminFields) {
        guard let kind = fields.text("act").flatMap({ Kind(rawValue: $0) }) else { return nil }
        var texts: [Field: String] = [:]
        for field in Field.allCases { texts[field] = fields.text(field.rawValue) }
        self.init(kind, texts)
    }
}
