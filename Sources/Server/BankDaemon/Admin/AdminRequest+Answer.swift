import CoreVocabulary

/// The time limit for the answer to a request, and advice if no answer comes.
extension AdminRequest {
    /// Longest silence for a request of a few commits, in milliseconds.
    ///
    /// It exceeds the wait for a password hash and for a commit on a busy disk.
    private static let shortPatienceMilliseconds = 30_000
    /// Longest silence between two messages about a master key change, in milliseconds.
    ///
    /// It exceeds the wait for earlier requests and the time that a large bank needs for one part.
    private static let longPatienceMilliseconds = 600_000

    /// Silence after which the server counts as not answering, in milliseconds.
    var patienceMilliseconds: Int {
        switch self {
        case .rotateMasterKey: Self.longPatienceMilliseconds
        default: Self.shortPatienceMilliseconds
        }
    }

    /// Returns the failure of a server that was silent for too long.
    func silence(of folder: DataFolder) -> DaemonError {
        DaemonError(
            "The server does not answer. It may still do it. \(advice(folder))",
            .outcomeUnknown
        )
    }

    /// Returns the failure of a server that ended before it answered.
    func loss(of folder: DataFolder) -> DaemonError {
        DaemonError(
            "The server went away before it answered. It may have done it. \(advice(folder))",
            .outcomeUnknown
        )
    }

    /// Returns how to replace data that only the lost answer showed, or nil if it showed none.
    package func remedyOfLostAnswer(_ folder: DataFolder) -> String? {
        guard let name = nameOfNewAuthenticator else { return nil }
        let command = ShellCommand("user reset-totp").argument(name).on(folder)
        return "The authenticator of \(OperatorText.clean(name)) was in it. Issue another one "
            + "with: \(command)"
    }

    /// Returns what to do without an answer, with a command at the end of each line.
    private func advice(_ folder: DataFolder) -> String {
        guard let look else {
            let command = ShellCommand("keys rotate").flag("--tls").on(folder)
            return "It does no harm to repeat it: \(command)"
        }
        let remedy = remedyOfLostAnswer(folder).map {
            "\nIf it was done, its answer is lost. \($0)"
        }
        return "Before you repeat it, look with: \(look.on(folder))\(remedy ?? "")"
    }

    /// The command that shows if the request was done; nil if the request can safely be repeated.
    var look: ShellCommand? {
        switch self {
        case .addUser: ShellCommand("user list")
        case .disableUser(let name), .enableUser(let name), .unlockUser(let name),
            .setRole(let name, _), .setPassword(let name, _), .resetTOTP(let name),
            .revokeSessions(let name):
            ShellCommand("audit list").option("--user", name)
        case .revokeSession(let id, _):
            ShellCommand("audit list").option("--object", id.description)
        case .revokeTerminal: ShellCommand("terminal list")
        case .account(let act): act.look
        // The audit log names the keys by these words and a number, both when they begin and when
        // they retire.
        case .rotateSigningKey: ShellCommand("audit list").option("--object", "signing")
        case .rotateMasterKey: ShellCommand("audit list").option("--object", "master")
        case .rotateTLS: nil
        case .health: ShellCommand("check")
        }
    }
}

extension AccountAct {
    /// The command that shows if the act was done.
    fileprivate var look: ShellCommand {
        let place: (command: String, text: String?) =
            switch kind {
            case .open, .close, .setLimits, .grant, .revoke: ("account show", texts[.account])
            case .hold: ("account show", texts[.from])
            case .addPayee, .removePayee: ("payee list", texts[.user])
            case .reverse, .postHold, .voidHold: ("transfer show", texts[.transfer])
            }
        guard let text = place.text else { return ShellCommand("audit list") }
        return ShellCommand(place.command).argument(text)
    }
}
