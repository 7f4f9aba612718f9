/// Request of a command for a key sequence.
struct KeyClaim: Sendable {
    /// Identifier of the command, used in error messages.
    var commandID: String
    /// Index of the command in its table.
    var commandIndex: Int
    /// The requested key sequence.
    var sequence: KeySequence

    /// Keys of the requested sequence.
    var keys: [Key] { sequence.keys }
}

/// Check of the key sequences that commands request.
struct KeyAudit {
    /// Claims without a conflict.
    var accepted: [KeyClaim] = []
    /// Problems with the other claims, in sentences.
    var problems: [String] = []

    /// Checks every claim of a table.
    init(_ claims: [KeyClaim]) {
        var usable: [KeyClaim] = []
        for claim in claims {
            if let problem = Self.problem(with: claim) {
                problems.append(problem)
            } else {
                usable.append(claim)
            }
        }
        for claim in usable {
            if let problem = Self.conflict(of: claim, among: usable) {
                problems.append(problem)
            } else {
                accepted.append(claim)
            }
        }
    }

    /// Returns a message for each identifier that is used twice.
    static func problems(ofIDs ids: [String]) -> [String] {
        var seen: Set<String> = []
        return ids.filter { !seen.insert($0).inserted }.map {
            "Two commands are called '\($0)'; each needs an id of its own."
        }
    }

    private static func problem(with claim: KeyClaim) -> String? {
        let text = claim.sequence.text
        guard let first = claim.keys.first else {
            return "'\(text)' of \(claim.commandID) names no key."
        }
        if claim.keys.count == 1, first == .character("O") || first == .character("[") {
            return "'\(text)' of \(claim.commandID) cannot be told from the start of an arrow key "
                + "on a slow line; choose another key."
        }
        if claim.sequence.namesAlias {
            return "'\(text)' of \(claim.commandID) is kept: terminals send "
                + "\(first.name) for it; choose another key."
        }
        for key in claim.keys {
            if let reason = reservation(of: key) {
                return "'\(text)' of \(claim.commandID) is kept: \(reason); choose another key."
            }
        }
        return nil
    }

    private static func conflict(of claim: KeyClaim, among others: [KeyClaim]) -> String? {
        let text = claim.sequence.text
        var hasSeenItself = false
        for other in others {
            let isSame = other.keys == claim.keys
            if isSame, other.commandIndex == claim.commandIndex, !hasSeenItself {
                hasSeenItself = true
                continue
            }
            if isSame {
                return other.commandIndex == claim.commandIndex
                    ? "'\(text)' stands twice with \(claim.commandID)."
                    : "'\(text)' is claimed by \(claim.commandID) and by \(other.commandID)."
            }
            if claim.keys.starts(with: other.keys) {
                return "'\(text)' of \(claim.commandID) cannot be reached: "
                    + "'\(other.sequence.text)' of \(other.commandID) runs first."
            }
        }
        return nil
    }

    /// Returns the reason why terminals or multiplexers reserve a key, or nil if it is free.
    private static func reservation(of key: Key) -> String? {
        guard case .control(let letter) = key else { return nil }
        switch letter {
        case "s", "q": return "terminals stop and start output with it"
        case "a", "b": return "screen and tmux take it"
        case "z": return "shells suspend programs with it"
        case "c": return "it cancels, everywhere"
        default: return nil
        }
    }
}
