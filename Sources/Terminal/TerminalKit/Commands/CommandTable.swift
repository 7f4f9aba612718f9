/// The commands of a screen: which keys run which, and what is said about them.
///
/// A key that two commands claim, that cannot be reached or that terminals keep for themselves is
/// bound to nothing, and ``problems`` says so: a screen's tests ask that there are none.
public struct CommandTable<Action: Sendable>: Sendable {
    /// What a key came to.
    public enum Resolution: Sendable {
        /// The command is to be run.
        case run(Command<Action>)
        /// The command cannot be run now; the reason is for a toast.
        case disabled(Command<Action>, reason: SafeText)
        /// The key begins a sequence; these commands can follow.
        case pending([Command<Action>])
        /// The key means nothing here.
        case unbound
    }

    private struct Binding: Sendable {
        var keys: [Key]
        var commandIndex: Int
    }

    /// The commands in the order given.
    public let commands: [Command<Action>]
    /// What is wrong with the table, in sentences; empty when nothing is.
    public let problems: [String]
    private let bindings: [Binding]

    /// Makes a table.
    public init(_ commands: [Command<Action>]) {
        self.commands = commands
        let claims = commands.enumerated().flatMap { index, command in
            command.keys.map { KeyClaim(commandID: command.id, commandIndex: index, sequence: $0) }
        }
        let audit = KeyAudit(claims)
        problems = KeyAudit.problems(ofIDs: commands.map(\.id)) + audit.problems
        bindings = audit.accepted.map {
            Binding(keys: $0.sequence.keys, commandIndex: $0.commandIndex)
        }
    }

    /// Takes a key after those that are pending.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - pending: The keys pressed since the last command; changed to those that are now.
    ///     A sequence that leads nowhere is forgotten, its last key too.
    /// - Returns: What the keys came to.
    public func resolve(_ key: Key, pending: inout [Key]) -> Resolution {
        let pressed = pending + [key]
        if let binding = bindings.first(where: { $0.keys == pressed }) {
            pending = []
            let command = commands[binding.commandIndex]
            return command.disabledReason.map { .disabled(command, reason: $0) } ?? .run(command)
        }
        let following = bindings.filter { $0.keys.starts(with: pressed) }
        guard !following.isEmpty else {
            pending = []
            return .unbound
        }
        pending = pressed
        var indices: [Int] = []
        for binding in following where !indices.contains(binding.commandIndex) {
            indices.append(binding.commandIndex)
        }
        return .pending(indices.map { commands[$0] })
    }

    /// Whether keys mean a command, one that cannot be run now as well.
    public func hasBinding(of keys: [Key]) -> Bool {
        bindings.contains { $0.keys == keys }
    }

    /// The command with this id; nil when there is none.
    public func command(_ id: String) -> Command<Action>? {
        commands.first { $0.id == id }
    }

    /// The hint bar: the commands that can be run now and want to be there, by importance.
    public var hints: [Hint] {
        let wanted = commands.enumerated().compactMap { index, command in
            command.hintPriority.map { (priority: $0, index: index, command: command) }
        }
        return
            wanted
            .filter { $0.command.disabledReason == nil }
            .sorted { ($0.priority, $0.index) < ($1.priority, $1.index) }
            .compactMap { entry in
                entry.command.keys.first.map {
                    Hint(
                        $0.label,
                        entry.command.hintTitle ?? entry.command.title,
                        isEssential: entry.command.isEssential
                    )
                }
            }
    }

    /// What can follow keys that are pending, with the keys that are left; for the hint bar.
    public func hints(after pending: [Key]) -> [Hint] {
        bindings
            .filter { $0.keys.count > pending.count && $0.keys.starts(with: pending) }
            .map { binding in
                let rest = binding.keys.dropFirst(pending.count).map(\.name)
                return Hint(
                    SafeText(trusted: rest.joined(separator: " ")),
                    commands[binding.commandIndex].title
                )
            }
    }

    /// The commands in which every one of the words occurs, in the order of the table.
    ///
    /// - Parameter words: Words with spaces between them; case does not matter, none finds all.
    /// - Returns: The commands.
    public func matches(_ words: String) -> [Command<Action>] {
        let wanted = SearchWords(words)
        guard !wanted.isEmpty else { return commands }
        return commands.filter { command in
            let keys = command.keys.map(\.text)
            let texts = [
                command.title.plain, command.help.plain, command.group.plain, command.synonyms,
            ]
            return wanted.stand(in: (texts + keys).joined(separator: " "))
        }
    }
}
