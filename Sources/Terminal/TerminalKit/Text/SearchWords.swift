/// Words of a search, all of which must occur in a matching text, regardless of case.
package struct SearchWords: Sendable {
    private let words: [Substring]

    /// Splits a search text at its spaces.
    package init(_ text: String) {
        words = text.lowercased().split(separator: " ")
    }

    /// True if there are no words, so that every text matches.
    package var isEmpty: Bool { words.isEmpty }

    /// Returns true if every word occurs in a text.
    package func stand(in text: String) -> Bool {
        guard !words.isEmpty else { return true }
        let lowered = text.lowercased()
        return words.allSatisfy { lowered.contains($0) }
    }
}
