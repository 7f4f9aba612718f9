import LocalFiles

/// A command line to be pasted into a shell, which evaluates to the given values unchanged.
///
/// A value that begins with a hyphen is joined to its option by an equals sign, and an argument
/// that does is placed after `--`. In a sentence, the command is last on its line, so that it can
/// be copied easily.
package struct ShellCommand: Hashable, Sendable, CustomStringConvertible {
    private let words: [String]
    private var arguments: [String] = []
    private var options: [String] = []

    /// Creates a command of this program, such as `user disable`.
    package init(_ command: String) { self.init(program: "counterfoild", command) }

    /// Creates a command of any program.
    package init(program: String, _ command: String = "") {
        words = [program] + command.split(separator: " ").map(String.init)
    }

    /// Returns the command with one more argument.
    package func argument(_ value: String) -> ShellCommand {
        changed { $0.arguments.append(value) }
    }

    /// Returns the command with an option and its value, or unchanged if the value is nil.
    package func option(_ name: String, _ value: String?) -> ShellCommand {
        guard let value else { return self }
        let sign = Self.isLikeOption(value) ? "=" : " "
        return changed { $0.options.append(name + sign + OperatorText.shellWord(value)) }
    }

    /// Returns the command with an option that takes no value.
    package func flag(_ name: String) -> ShellCommand {
        changed { $0.options.append(name) }
    }

    /// Returns the command for the bank in a folder, by an absolute path, to paste anywhere.
    package func on(_ folder: DataFolder) -> ShellCommand {
        option("--data", PathWay.whole(folder.path))
    }

    /// The command line as text.
    package var description: String {
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

    /// Returns true for a value that begins with a hyphen.
    ///
    /// It compares bytes, because a hyphen with a combining mark is one Swift character and two to
    /// a parser.
    private static func isLikeOption(_ value: String) -> Bool {
        value.utf8.first == UInt8(ascii: "-")
    }
}
