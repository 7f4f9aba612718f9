/// Commands of a screen, with their keys and their texts.
///
/// A key is bound to nothing if two commands claim it, if it cannot be reached or if terminals
/// reserve it. ``problems`` reports such keys, and the tests of each screen check that there are
/// none.
package struct CommandTable<Action: Sendable>: Sendable {
    /// Result of resolving a key.
    package enum Resolution: Sendable {
        /// The command is to be run.
        case run(Command<Action>)
        /// The command cannot be run now; the reason is shown in a toast.
        case disabled(Command<Action>, reason: SafeText)
        /// The key begins or continues a sequence.
        case pending
        /// The key has no binding here.
        case unbound
    }

    /// The commands in the order given.
    package let commands: [Command<Action>]
    /// Errors in the table, in sentences; empty if there are none.
    package let problems: [String]
    private let bindings: [KeyClaim]

    /// Creates a table and checks its key bindings.
    package init(_ commands: [Command<Action>]) {
        self.commands = commands
        let claims = commands.enumerated().flatMap { index, command in
            command.keys.map { KeyClaim(commandID: command.id, commandIndex: index, sequence: $0) }
        }
        let audit = KeyAudit(claims)
        problems = KeyAudit.problems(ofIDs: commands.map(\.id)) + audit.problems
        bindings = audit.accepted
    }

    /// Resolves a key after the pending ones; a sequence without a binding is dropped whole.
    package func resolve(_ key: Key, pending: inout [Key]) -> Resolution {
        let pressed = pending + [key]
        if let binding = bindings.first(where: { $0.keys == pressed }) {
            pending = []
            let command = commands[binding.commandIndex]
            return command.disabledReason.map { .disabled(command, reason: $0) } ?? .run(command)
        }
        guard bindings.contains(where: { $0.keys.starts(with: pressed) }) else {
            pending = []
            return .unbound
        }
        pending = pressed
        return .pending
    }

    /// Returns true if keys are bound to a command, even one that is disabled.
    package func hasBinding(of keys: [Key]) -> Bool {
        bindings.contains { $0.keys == keys }
    }

    /// Hints for the enabled commands with a hint priority, most important first.
    package var hints: [Hint] {
        commands
            .filter { $0.hintPriority != nil && $0.disabledReason == nil }
            // The sort is stable: commands of one priority keep the order of the table.
            .sorted { $0.hintPriority ?? 0 < $1.hintPriority ?? 0 }
            .compactMap { command in
                command.keys.first.map {
                    Hint(
                        $0.label,
                        command.hintTitle ?? command.title,
                        isEssential: command.isEssential
                    )
                }
            }
    }

    /// Returns hints for the sequences that continue the pending keys, with the remaining keys.
    package func hints(after pending: [Key]) -> [Hint] {
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

    /// Returns the commands that contain every search word, in the order of the table.
    package func matches(_ words: String) -> [Command<Action>] {
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
