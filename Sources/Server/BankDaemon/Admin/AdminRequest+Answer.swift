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
            "The server does not answer. It may still do it. Before you repeat it, look with: "
                + "\(look.on(folder))",
            .outcomeUnknown
        )
    }

    /// The failure of a server that ended before it answered.
    func loss(of folder: DataFolder) -> DaemonError {
        DaemonError(
            "The server went away before it answered. It may have done it. Before you repeat it, look "
                + "with: \(look.on(folder))",
            .outcomeUnknown
        )
    }

    /// The command that shows if it was done.
    private var look: ShellCommand {
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
        case .rotateSigningKey: ShellCommand("audit list")
        case .rotateMasterKey, .rotateTLS, .health: ShellCommand("check")
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
