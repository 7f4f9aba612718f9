// Sentences for people about this module's refusals: what is wrong, and what to do.

extension AccessPolicy.Refusal {
    /// Sentence to show where the command is disabled.
    package var sentence: String {
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
        case .makeTransfer: "Transfers are made by customers, tellers and supervisors."
        }
    }
}

extension UserName.Refusal {
    /// Sentence to show beside the field.
    package var sentence: String {
        switch self {
        case .badCharacter: "A user name has only letters, digits, dots, hyphens and underscores."
        case .badStart: "A user name begins with a letter."
        case .tooShort: "A user name has at least 3 characters."
        case .tooLong: "A user name has at most 32 characters."
        }
    }
}

extension PasswordPolicy.Refusal {
    /// Sentence to show beside the field.
    package var sentence: String {
        switch self {
        case .tooLong: "This password is too long; 64 characters always fit."
        case .badText: "This password holds something that is not a character."
        case .invisible:
            "This password holds a character that cannot be seen, or a space of another kind."
        case .outerSpace: "This password begins or ends with a space; leave it out."
        case .ambiguousText:
            "This password holds characters that another keyboard may send differently; use others."
        case .tooShort: "A password has at least 12 characters; several words are easiest."
        case .holdsContextWord: "This password holds a name that is easily guessed; leave it out."
        case .blocked: "This password is on a list of known passwords; use another."
        }
    }
}
