import WireProtocol

/// An operator's act on accounts, grants, payees, holds or booked transfers.
///
/// It carries the texts as they were typed. They are parsed where the account is known, because the
/// account decides the currency of an amount.
package struct AccountAct: Hashable, Sendable {
    /// The kinds of acts, by their names on the socket.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Opens an account under a new number.
        case open = "open-account"
        /// Closes an empty account for good.
        case close = "close-account"
        /// Replaces an account's limits.
        case setLimits = "set-limits"
        /// Grants a user access to an account.
        case grant = "grant-access"
        /// Revokes a user's access to an account.
        case revoke = "revoke-access"
        /// Adds an account to a user's payees, or changes the payee's name.
        case addPayee = "add-payee"
        /// Removes an account from a user's payees.
        case removePayee = "remove-payee"
        /// Books the reversal of a booked transfer.
        case reverse = "reverse-transfer"
        /// Places a hold on an account.
        case hold = "place-hold"
        /// Posts a hold, in full or in part.
        case postHold = "post-hold"
        /// Voids a hold and releases its money.
        case voidHold = "void-hold"
    }

    /// The fields of an act, by their names on the socket.
    package enum Field: String, Hashable, Sendable, CaseIterable {
        /// An account, by number or identifier.
        case account
        /// The account to debit.
        case from
        /// The account to credit.
        case to
        /// A user, by name.
        case user
        /// The display name of a payee.
        case name
        /// The name of the account's holder.
        case holder
        /// The product name of the account.
        case product
        /// The IFSC of the branch.
        case branch
        /// A currency, by its three-letter code.
        case currency
        /// The account's normal side: `credit` or `debit`.
        case side
        /// The lowest balance that the account may have.
        case minimum
        /// The highest balance that the account may have.
        case maximum
        /// The access of a grant: `masked`, `view` or `operate`.
        case access
        /// A transfer, by its identifier, its receipt or its intent key.
        case transfer
        /// An amount of money, as typed.
        case amount
        /// The reference that both sides are shown.
        case reference
        /// The last day on which a hold can be posted.
        case until
    }

    /// The kind of the act.
    package let kind: Kind
    /// The typed texts by field.
    package let texts: [Field: String]

    /// Creates an act and leaves out fields without a text.
    package init(_ kind: Kind, _ texts: [Field: String?]) {
        self.kind = kind
        self.texts = texts.compactMapValues(\.self)
    }

    /// Returns the fields of a kind of acts; each of them is optional.
    static func fields(of kind: Kind) -> WireFields<AccountAct> {
        WireFields(
            Field.allCases.map { field in
                .optional(field.rawValue, .text(), { $0.texts[field] })
            },
            make: { AccountAct(kind, Dictionary(uniqueKeysWithValues: zip(Field.allCases, $0))) }
        )
    }
}
