/// Words that somebody looks for: a text has them when each of them occurs in it, in whatever case.
public struct SearchWords: Sendable {
    private let words: [Substring]

    /// Takes words with spaces between them.
    public init(_ text: String) {
        words = text.lowercased().split(separator: " ")
    }

    /// Whether nothing is looked for, so that every text has it.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether every one of the words stands in a text.
    public func stand(in text: String) -> Bool {
        guard !words.isEmpty else { return true }
        let lowered = text.lowercased()
        return words.allSatisfy { lowered.contains($0) }
    }
}
