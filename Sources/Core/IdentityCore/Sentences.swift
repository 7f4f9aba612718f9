public import CoreVocabulary

// Every refusal of this module as a sentence for people: what is wrong, and what to do.

extension AccessPolicy.Refusal {
    /// The sentence to show where the command is disabled.
    public var sentence: String {
        switch self {
        case .roleIsReadOnly(.support): "Support can look, but changes nothing."
        case .roleIsReadOnly: "Auditors can look, but change nothing."
        case .notForRole(let permission): Self.sentence(for: permission)
        }
    }

    private static func sentence(for permission: Permission) -> String {
        switch permission {
        case .manageOwnSessions: "Your role has no sessions."
        case .viewAccounts: "Your role does not see accounts."
        case .viewAnyAccount: "Only staff see the accounts of other people."
        case .viewStatements: "Your role does not see statements."
        case .exportJournal: "Exports are for customers, supervisors and auditors."
        case .makeTransfer: "Transfers are made by customers, tellers and supervisors."
        case .managePayees: "Payees are managed by customers and tellers."
        case .approveTransfer: "Only a supervisor can approve a transfer."
        case .unlockUser: "Only a supervisor can let a user try again before the delay is over."
        case .viewAudit: "The audit log is for supervisors and auditors."
        }
    }
}

extension UserName.Refusal {
    /// The sentence to show beside the field.
    public var sentence: String {
        switch self {
        case .badCharacter: "A user name has only letters, digits, dots, hyphens and underscores."
        case .badStart: "A user name begins with a letter."
        case .tooShort: "A user name has at least 3 characters."
        case .tooLong: "A user name has at most 32 characters."
        }
    }
}

extension PasswordPolicy.Refusal {
    /// The sentence to show beside the field.
    public var sentence: String {
        switch self {
        case .tooLong: "This password is too long; 64 characters always fit."
        case .badText: "This password holds something that is not a character."
        case .ambiguousText:
            "This password holds characters that another keyboard may send differently; use others."
        case .tooShort: "A password has at least 12 characters; several words are easiest."
        case .holdsContextWord: "This password holds a name that is tried first; leave it out."
        case .blocked: "This password is on a list of known passwords; use another."
        }
    }
}

extension OTPAuthURI.Refusal {
    /// The sentence to show for a text that cannot be read.
    public var sentence: String {
        switch self {
        case .notTimeBased: "This does not begin with otpauth://totp/."
        case .badEncoding: "This address has a broken percent sign or parameter."
        case .badLabel: "This address has no account name, or a colon in its issuer."
        case .badSecret: "The secret is missing, mistyped or too short."
        case .badAlgorithm: "The algorithm must be SHA1, SHA256 or SHA512."
        case .badNumber: "The digits must be 6 to 8 and the period 15 to 120 seconds."
        case .contradiction: "This address says one thing twice and differently."
        }
    }
}

extension TransferAuthorisation.Refusal {
    /// The sentence to show the person who typed the code.
    public var sentence: String {
        switch self {
        case .otherSession: "This code was typed in another session; type a new one."
        case .codeUsed: "This code was used already; wait for the next one."
        case .claimOutsideSession: "This code was typed after the session ended; type a new one."
        case .claimInFuture: "This console's clock is ahead of the bank's; type a new code."
        case .claimTooOld: "This code was typed more than 72 hours ago; type a new one."
        case .proofWrong: "This code is not right for this transfer; type the one shown now."
        }
    }
}

/// The words that answer a failed sign-in, the same whatever was wrong and whoever tried.
///
/// Source: Delegated Regulation (EU) 2018/389 Art. 4(3)(a).
public enum SignInSentence {
    /// For an unknown name, a wrong password and a wrong or used code alike.
    public static let refused = "The user name, the password or the code is not right."

    /// For any name that was tried too often, whether it exists or not.
    ///
    /// - Parameters:
    ///   - until: When the next try may begin.
    ///   - now: The present time.
    /// - Returns: The sentence, with the wait rounded up to whole seconds or minutes.
    public static func mustWait(until: Instant, now: Instant) -> String {
        let nanoseconds = max(0, until.nanosecondsSinceEpoch - now.nanosecondsSinceEpoch)
        let second = Instant.nanosecondsPerSecond
        let seconds = max(1, (nanoseconds + second - 1) / second)
        let wait = seconds < 120 ? unit(seconds, "second") : unit((seconds + 59) / 60, "minute")
        return "There were too many failed tries. Try again in \(wait)."
    }

    private static func unit(_ count: Int64, _ name: String) -> String {
        count == 1 ? "1 \(name)" : "\(count) \(name)s"
    }
}
