/// The words that name a program's commands, with those that each of them is divided into.
///
/// The argument parser gives help before it looks what the help is asked for, and a command that is not
/// there the help of another: a person then reads of options that the command never had.
public struct CommandWords: Hashable, Sendable {
    /// The status of a command line that is not as it has to be: EX_USAGE of sysexits(3).
    public static let misuseStatus: Int32 = 64

    /// The parser's own command, which shows the help of those that are named behind it.
    private static let help = "help"

    private let word: String
    private let commands: [CommandWords]

    /// Makes the words of a command.
    ///
    /// - Parameters:
    ///   - word: Its own; the program's name for the program.
    ///   - commands: Those that it is divided into; none for one that does something itself.
    public init(_ word: String, _ commands: [CommandWords] = []) {
        self.word = word
        self.commands = commands
    }

    /// The sentence about a command line that begins with words which name no command; nil for any
    /// other.
    ///
    /// An option ends the words: all behind it is for the parser.
    ///
    /// - Parameter arguments: The command line without the program's name.
    /// - Returns: The sentence, with the commands that there are.
    public func refusal(of arguments: some Sequence<String>) -> String? {
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
