import Foundation

/// What the program says, as it stands in the literals of its sources, to look up what a document
/// quotes.
struct ProgramText {
    /// A word of a literal that has a value in it, which a document may quote as several words.
    private static let valueWord = String(LiteralReader.value)
    private static let valueWordLimit = 4
    private static let signs = CharacterSet(charactersIn: ".,:;()'\"!?*")

    private let literals: [[String]]
    /// The literals that have a word, by their places.
    private let places: [String: Set<Int>]

    init(_ files: [SourceFile]) {
        literals = files.flatMap { file in
            var reader = LiteralReader(file.text)
            return reader.literals().map(Self.words).filter { !$0.isEmpty }
        }
        var places: [String: Set<Int>] = [:]
        for (place, words) in literals.enumerated() {
            for word in words { places[word, default: []].insert(place) }
        }
        self.places = places
    }

    /// The parts of a quotation that no literal has.
    ///
    /// A quotation is looked up by its sentences, and by what stands before and after an ellipsis.
    func unknownParts(of quotation: String) -> [String] {
        Self.parts(of: quotation).filter { !isSaid($0) }.map { $0.joined(separator: " ") }
    }

    /// True if a literal has the words one after the other.
    private func isSaid(_ part: [String]) -> Bool {
        let words = Set(part.filter { !Self.isPlaceholder($0) })
        var counts: [Int: Int] = [:]
        for word in words { for place in places[word] ?? [] { counts[place, default: 0] += 1 } }
        return counts.contains { place, count in
            count >= (words.count + 1) / 2 && holds(literals[place][...], part[...])
        }
    }

    private func holds(_ literal: ArraySlice<String>, _ part: ArraySlice<String>) -> Bool {
        let needed = (part.count { !Self.isPlaceholder($0) } + 1) / 2
        return literal.indices.contains { start in
            Self.matches(literal[start...], part, stillNeeded: needed, taken: 0)
        }
    }

    /// Compares word by word.
    ///
    /// A value in the literal is none to four words of the quotation, and what stands for anything
    /// in the quotation is one word of the literal. At least half of the others have to be the
    /// literal's own.
    private static func matches(
        _ literal: ArraySlice<String>,
        _ part: ArraySlice<String>,
        stillNeeded: Int,
        taken: Int
    ) -> Bool {
        guard let quoted = part.first else { return stillNeeded <= 0 }
        guard let word = literal.first else { return false }
        let (rest, others) = (part.dropFirst(), literal.dropFirst())
        if word == valueWord {
            return matches(others, part, stillNeeded: stillNeeded, taken: 0)
                || taken < valueWordLimit
                    && matches(literal, rest, stillNeeded: stillNeeded, taken: taken + 1)
        }
        if word == quoted { return matches(others, rest, stillNeeded: stillNeeded - 1, taken: 0) }
        return isPlaceholder(quoted)
            && matches(others, rest, stillNeeded: stillNeeded, taken: 0)
    }

    private static func parts(of quotation: String) -> [[String]] {
        var parts: [[String]] = [[]]
        for word in quotation.split(whereSeparator: \.isWhitespace) {
            // The name of a rule in parentheses is put in when the sentence is made.
            if word.wholeMatch(of: /\([A-Za-z]+\)/) != nil { continue }
            if word != "…" { parts[parts.count - 1] += words(String(word)) }
            if word == "…" || word.hasSuffix(".") || word.hasSuffix("?") { parts.append([]) }
        }
        return parts.filter { !$0.allSatisfy(isPlaceholder) }
    }

    /// True if a word of a quotation stands for others: a number, a path, or N and NAME.
    private static func isPlaceholder(_ word: String) -> Bool {
        word.contains { $0 == "…" || $0 == "/" || $0.isNumber }
            || word.allSatisfy { $0.isUppercase }
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).compactMap { word in
            if word.contains(LiteralReader.value) { return valueWord }
            let bare = word.trimmingCharacters(in: signs)
            return bare.isEmpty ? nil : bare
        }
    }
}
