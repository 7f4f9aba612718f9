/// The command names of a program, with their subcommands.
///
/// The argument parser prints help before it checks the command for which help was requested, and
/// prints another command's help for an unknown one. A person would then read of options that the
/// command never had.
package struct CommandWords: Hashable, Sendable {
    /// Exit status for an invalid command line: EX_USAGE of sysexits(3).
    package static let misuseStatus: Int32 = 64

    /// The parser's own command, which shows help for the commands after it.
    private static let help = "help"

    private let word: String
    private let commands: [CommandWords]

    /// Creates a command name with its subcommands; the root has the program's name.
    package init(_ word: String, _ commands: [CommandWords] = []) {
        self.word = word
        self.commands = commands
    }

    /// Returns a sentence if a command line begins with an unknown command; nil otherwise.
    ///
    /// The first option ends the command names; everything after it is left to the parser.
    package func refusal(of arguments: some Sequence<String>) -> String? {
        var (known, path) = (self, word)
        for (place, argument) in arguments.enumerated() {
            if argument.hasPrefix("-") || known.commands.isEmpty { return nil }
            if place == 0, argument == Self.help { continue }
            guard let next = known.commands.first(where: { $0.word == argument }) else {
                let words = known.commands.map(\.word).joined(separator: ", ")
                return "\(word): `\(path)` has no command '\(argument)'. It has: \(words). "
                    + "`\(path) --help` tells more."
            }
            known = next
            path += " \(argument)"
        }
        return nil
    }
}
