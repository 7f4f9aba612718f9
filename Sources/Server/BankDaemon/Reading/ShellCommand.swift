import PrivatePaths

/// A command line to be pasted into a shell: every value comes out of it as it was put in.
///
/// A value that begins like an option is joined to its own with an equals sign, and an argument
/// that does stands behind `--`. In a sentence the command is the last thing on its line, so that
/// it can be taken as it stands.
public struct ShellCommand: Hashable, Sendable, CustomStringConvertible {
    private let words: [String]
    private var arguments: [String] = []
    private var options: [String] = []

    /// Begins a command of this program, such as `user disable`.
    public init(_ command: String) {
        self.init(program: "counterfoild", command)
    }

    /// Begins a command of a program.
    public init(program: String, _ command: String = "") {
        words = [program] + command.split(separator: " ").map(String.init)
    }

    /// The command with one argument more.
    public func argument(_ value: String) -> ShellCommand {
        changed { $0.arguments.append(value) }
    }

    /// The command with an option and its value; without the option where there is no value.
    public func option(_ name: String, _ value: String?) -> ShellCommand {
        guard let value else { return self }
        let sign = Self.isLikeOption(value) ? "=" : " "
        return changed { $0.options.append(name + sign + OperatorText.shellWord(value)) }
    }

    /// The command with an option that takes no value.
    public func flag(_ name: String) -> ShellCommand {
        changed { $0.options.append(name) }
    }

    /// The command for the bank in a folder, by its whole path: it is pasted somewhere else, too.
    public func on(_ folder: DataFolder) -> ShellCommand {
        option("--data", PathWay.whole(folder.path))
    }

    /// The line.
    public var description: String {
        let quoted = arguments.map(OperatorText.shellWord)
        let line =
            arguments.contains(where: Self.isLikeOption)
            ? words + options + ["--"] + quoted : words + quoted + options
        return line.joined(separator: " ")
    }

    private func changed(_ body: (inout ShellCommand) -> Void) -> ShellCommand {
        var command = self
        body(&command)
        return command
    }

    /// A hyphen with a combining mark is one character to people, and two to a parser.
    private static func isLikeOption(_ value: String) -> Bool {
        value.utf8.first == UInt8(ascii: "-")
    }
}
