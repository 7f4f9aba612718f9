/// Problem in a theme file that prevents its use.
public struct ThemeProblem: Hashable, Sendable, CustomStringConvertible {
    /// Name of the file in messages.
    public let file: String
    /// Position in the file; nil if it is unknown.
    public let position: SourcePosition?
    /// Description of the problem as a sentence, safe to print.
    public let sentence: String

    /// File, position and sentence in the format of compilers.
    public var description: String {
        let place = position.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(file)\(place): \(sentence)"
    }
}

/// Failure to build a theme, with a list of all problems.
public struct ThemeError: Error, Hashable, CustomStringConvertible {
    /// The problems, file by file, from top to bottom.
    public let problems: [ThemeProblem]

    /// Creates an error from a list of at least one problem.
    public init(_ problems: [ThemeProblem]) {
        self.problems = problems
    }

    /// Creates an error from a single problem.
    public init(file: String, position: SourcePosition? = nil, _ sentence: String) {
        self.init([ThemeProblem(file: file, position: position, sentence: sentence)])
    }

    /// The problems, one per line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
