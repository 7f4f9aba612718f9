/// Something in a theme file that has to be put right before it can be used.
public struct ThemeProblem: Hashable, Sendable, CustomStringConvertible {
    /// What messages call the file.
    public let file: String
    /// Where in it, where that is known.
    public let position: SourcePosition?
    /// What is wrong, as a sentence; safe to print.
    public let sentence: String

    /// Makes a problem.
    public init(file: String, position: SourcePosition? = nil, sentence: String) {
        self.file = file
        self.position = position
        self.sentence = sentence
    }

    /// File, place and sentence, as compilers print them.
    public var description: String {
        let place = position.map { ":\($0.line):\($0.column)" } ?? ""
        return "\(file)\(place): \(sentence)"
    }
}

/// A theme could not be made; everything that stood in the way is listed.
public struct ThemeError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, file by file, from top to bottom.
    public let problems: [ThemeProblem]

    /// Makes an error; at least one problem.
    public init(_ problems: [ThemeProblem]) {
        self.problems = problems
    }

    /// Makes an error of one problem.
    public init(file: String, position: SourcePosition? = nil, _ sentence: String) {
        self.init([ThemeProblem(file: file, position: position, sentence: sentence)])
    }

    /// The problems, one on each line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
