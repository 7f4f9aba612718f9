package import LedgerCore
package import IdentityCore

/// Reason why the bank refused an administrative act; nothing was changed.
package struct BankError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reasons, one for each rule.
    package enum Code: Hashable, Sendable {
        /// The user name breaks a rule.
        case userNameRefused(UserName.Refusal)
        /// Another user has the user name already.
        case userNameTaken
        /// The password breaks a rule.
        case passwordRefused(PasswordPolicy.Refusal)
        /// The authenticator's secret is shorter than 128 bits.
        case totpSecretTooShort
        /// There is no such user.
        case userUnknown
        /// There is no such session.
        case sessionUnknown
        /// No terminal with this name is known.
        case terminalUnknown
        /// There is no such account.
        case accountUnknown
        /// The account of a new payee is closed.
        case payeeIsClosed
        /// There is no such transfer.
        case transferUnknown
        /// A hold on an account with a debit normal balance would set nothing aside.
        case holdSetsNothingAside
        /// The number breaks a rule for account numbers.
        case accountNumberRefused(AccountNumber.Refusal)
        /// Another account has the number in uppercase or lowercase.
        case accountNumberTaken
        /// A name of a holder, a payee, a product or a branch breaks a rule.
        case nameRefused(ShownName.Refusal)
        /// The reference is too long, blank, or contains invisible characters.
        case referenceRefused
        /// The account was opened before with another number, branch, holder or product.
        case accountExistsWithDifferentProfile
        /// The ledger refused the account or the booking.
        case ledgerRefused(Rejection)
        /// The number of narratives differs from the number of transfers.
        case narrativeMissing
        /// One call has more transfers than ``Bank/postedTransferLimit``.
        case tooManyTransfers
        /// The time of a booking or an opening is in the future.
        case timeInFuture
        /// The clock was set by more than ``ClockGuard/driftLimitSeconds`` while the bank ran.
        case clockWasSet
        /// The last booking is later than the clock by more than ``ClockGuard/driftLimitSeconds``.
        case clockBehindBooks
        /// The bank started longer after the latest credible time in the books than it ever pauses.
        case clockFarAheadOfBooks
    }

    /// The rule that was broken.
    package let code: Code

    init(_ code: Code) { self.code = code }

    /// The reason, as an English sentence without names or amounts.
    package var description: String {
        switch code {
        case .userNameRefused(let refusal): refusal.sentence
        case .userNameTaken: "Somebody has this user name already."
        case .passwordRefused(let refusal): refusal.sentence
        case .totpSecretTooShort: "The authenticator's secret has fewer than 128 bits."
        case .userUnknown: "There is no such user."
        case .sessionUnknown: "There is no such session."
        case .terminalUnknown: "There is no such terminal: nobody ever signed in at it."
        case .transferUnknown: "There is no such transfer."
        case .accountUnknown: "There is no such account."
        case .payeeIsClosed:
            "The account is closed for good, and nobody can pay into it. Ask the payee for the number "
                + "of another one."
        case .holdSetsNothingAside:
            "Debits add to this account, as to the cash, so a hold would set nothing aside. Name "
                + "an account that debits take from."
        case .accountNumberRefused(let refusal): refusal.sentence
        case .accountNumberTaken:
            "Another account has this number; capitals and small letters count as one."
        case .nameRefused(let refusal): refusal.sentence
        case .referenceRefused:
            "A reference has at most \(ReviewedTransfer.referenceLimit) characters, is not of blanks or "
                + "marks alone, and has no control characters, line breaks or hidden characters."
        case .accountExistsWithDifferentProfile:
            "The account was opened before with another number, branch, holder or product."
        case .ledgerRefused(let rejection): rejection.sentence.description
        case .tooManyTransfers: "These are too many transfers for one call."
        case .narrativeMissing: "Each transfer of a journal needs the names to show."
        case .timeInFuture:
            "The time of a booking or an opening is still to come. Leave it out, or name an "
                + "earlier one."
        case .clockWasSet:
            "This machine's clock was set by more than five minutes while the bank ran, and "
                + "nothing is booked. Set it right; if it is right now, start the server again."
        case .clockBehindBooks:
            "The last booking is more than five minutes later than this machine's clock, and "
                + "nothing is booked. Set the clock right; if it is right, start the server once "
                + "with --accept-clock."
        case .clockFarAheadOfBooks:
            "The books were written last longer ago than bank.longest_pause_days, and nothing is "
                + "booked. Set the clock right; if it is right, start the server once with "
                + "--accept-clock."
        }
    }
}

extension BankError: WritesRefusal {
    /// True if the clock is the reason; nothing is booked until the operator has acted.
    package var refusesWrites: Bool {
        switch code {
        case .clockWasSet, .clockBehindBooks, .clockFarAheadOfBooks: true
        default: false
        }
    }
}
