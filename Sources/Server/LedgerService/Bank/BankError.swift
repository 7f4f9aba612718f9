public import LedgerCore
public import IdentityCore

/// Why the bank refused an administrative act; nothing was changed.
public struct BankError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reasons, one for each rule.
    public enum Code: Hashable, Sendable {
        /// The user name breaks a rule.
        case userNameRefused(UserName.Refusal)
        /// Somebody has the user name already.
        case userNameTaken
        /// The password breaks a rule.
        case passwordRefused(PasswordPolicy.Refusal)
        /// The authenticator's secret is shorter than 128 bits.
        case totpSecretTooShort
        /// There is no such user.
        case userUnknown
        /// There is no such session.
        case sessionUnknown
        /// There is no such account.
        case accountUnknown
        /// Another account has the number.
        case accountNumberTaken
        /// The account was opened before with another number, branch, holder or product.
        case accountExistsWithDifferentProfile
        /// The ledger refused the account.
        case ledgerRefused(Rejection)
        /// A posting does not name one counterparty for each transfer.
        case narrativeMissing
        /// One call has more transfers than ``Bank/postedTransferLimit``.
        case tooManyTransfers
    }

    /// Which rule was broken.
    public let code: Code
    /// The file that refused.
    public let file: StaticString
    /// The line that refused.
    public let line: UInt

    init(_ code: Code, file: StaticString = #fileID, line: UInt = #line) {
        self.code = code
        self.file = file
        self.line = line
    }

    /// What is wrong, as a sentence without names or amounts.
    public var description: String {
        switch code {
        case .userNameRefused(let refusal): refusal.sentence
        case .userNameTaken: "Somebody has this user name already."
        case .passwordRefused(let refusal): refusal.sentence
        case .totpSecretTooShort: "The authenticator's secret has fewer than 128 bits."
        case .userUnknown: "There is no such user."
        case .sessionUnknown: "There is no such session."
        case .accountUnknown: "There is no such account."
        case .accountNumberTaken: "Another account has this number."
        case .accountExistsWithDifferentProfile:
            "The account was opened before with another number, branch, holder or product."
        case .ledgerRefused(let rejection): rejection.sentence.description
        case .tooManyTransfers: "These are too many transfers for one call."
        case .narrativeMissing: "Each transfer of a journal needs the names to show."
        }
    }

    /// Whether both name the same rule.
    public static func == (left: BankError, right: BankError) -> Bool {
        left.code == right.code
    }
}
