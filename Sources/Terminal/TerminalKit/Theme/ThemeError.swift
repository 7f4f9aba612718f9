/// Problem in a theme file that prevents its use.
package struct ThemeProblem: Hashable, Sendable, CustomStringConvertible {
    /// Name of the file in messages.
    package let file: String
    /// Position in the file; nil if it is unknown.
    package let position: SourcePosition?
    /// Description of the problem as a sentence, safe to print.
    package let sentence: String

    /// File, position and sentence in the format of compilers.
    package var description: String {
        let place = position.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(file)\(place): \(sentence)"
    }
}

/// Failure to build a theme, with a list of all problems.
package struct ThemeError: Error, Hashable, CustomStringConvertible {
    /// The problems, file by file, from top to bottom.
    package let problems: [ThemeProblem]

    /// Creates an error from a list of at least one problem.
    package init(_ problems: [ThemeProblem]) {
        self.problems = problems
    }

    /// Creates an error from a single problem.
    package init(file: String, position: SourcePosition? = nil, _ sentence: String) {
        self.init([ThemeProblem(file: file, position: position, sentence: sentence)])
    }

    /// The problems, one per line.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
