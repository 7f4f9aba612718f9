import CoreVocabulary

/// How long the answer to a request may take, and what to do when none comes.
extension AdminRequest {
    /// The longest silence of a server that carries out what a few commits do, in milliseconds: longer
    /// than a password waits to be hashed, and than a busy disk keeps a commit waiting.
    private static let shortPatienceMilliseconds = 30_000
    /// The longest silence between two lines about a change of the master key, in milliseconds: longer
    /// than the wait for requests that began before, and than a large bank needs for one part.
    private static let longPatienceMilliseconds = 600_000

    /// How long the server may say nothing before it counts as one that does not answer.
    var patienceMilliseconds: Int {
        switch self {
        case .rotateMasterKey: Self.longPatienceMilliseconds
        default: Self.shortPatienceMilliseconds
        }
    }

    /// The failure of a server that said nothing for too long.
    func silence(of folder: DataFolder) -> DaemonError {
        DaemonError(
            "The server does not answer. It may still do it. \(advice(folder))",
            .outcomeUnknown
        )
    }

    /// The failure of a server that ended before it answered.
    func loss(of folder: DataFolder) -> DaemonError {
        DaemonError(
            "The server went away before it answered. It may have done it. \(advice(folder))",
            .outcomeUnknown
        )
    }

    /// The failure of a server that ended before it was asked.
    ///
    /// With a line that has no end a server does nothing.
    func refusalOfUnasked() -> DaemonError {
        DaemonError(
            "The server went away before it was asked, so nothing was done. Try again.",
            .tryLater
        )
    }

    /// How what the answer shows only once is had again, where the answer is lost; nil where nothing is
    /// shown once.
    ///
    /// - Parameter folder: The bank.
    /// - Returns: The sentences, which end with a command.
    public func remedyOfLostAnswer(_ folder: DataFolder) -> String? {
        guard let name = nameOfNewAuthenticator else { return nil }
        let command = ShellCommand("user reset-totp").argument(name).on(folder)
        return "The authenticator of \(OperatorText.clean(name)) was in it. Issue another one "
            + "with: \(command)"
    }

    /// What to do without an answer, a command at the end of each line.
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

    /// The command that shows if it was done; nil for what can be repeated without harm.
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
        // The list names keys by these words and a number: those that were begun, and those retired.
        case .rotateSigningKey: ShellCommand("audit list").option("--object", "signing")
        case .rotateMasterKey: ShellCommand("audit list").option("--object", "master")
        case .rotateTLS: nil
        case .health: ShellCommand("check")
        }
    }
}

extension AccountAct {
    /// The command that shows if it was done.
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
