import MoneyCore

/// Splitting of a typed filter into words.
extension FilterWords {
    /// A word, or a text in quotation marks.
    struct Token {
        /// The word as a row prints it.
        var text: String
        /// True if it counts as a word even if it looks like an amount or a day.
        var isLiteral = false
        /// The word as it was typed.
        var typed: String

        /// Creates a word that is searched as it was typed.
        init(_ text: String, isLiteral: Bool = false) {
            self.text = text
            self.isLiteral = isLiteral
            typed = text
        }

        /// Creates a token from a sign and its number.
        private init(_ text: String, typed: String) {
            self.text = text
            self.typed = typed
        }

        /// Returns the tokens of a text, each sign together with its number.
        static func tokens(of text: String, _ convention: NumberConvention) -> [Token] {
            let words = separated(text)
            var tokens: [Token] = []
            var index = 0
            while index < words.count {
                if let whole = whole(words[index...], convention) {
                    tokens.append(whole.token)
                    index += whole.count
                    continue
                }
                var word = words[index]
                // Alone it waits for its number; between words it is one of them.
                if signs.contains(word.text), words.count > 1 { word.isLiteral = true }
                if let uncut = uncut(word) {
                    // Behind a word there may be room for the dots alone; by themselves they are one.
                    word = uncut.text.isEmpty ? Token(word.text, isLiteral: true) : uncut
                    if uncut.text.isEmpty, words.count > 1 {
                        index += 1
                        continue
                    }
                }
                tokens.append(word)
                index += 1
            }
            return tokens
        }

        /// Returns true if a text begins with a number, behind a sign or a currency's code or not.
        static func beginsNumber(
            _ text: some StringProtocol,
            _ convention: NumberConvention
        ) -> Bool {
            var rest = ArraySlice(text.unicodeScalars.prefix(maximumBeginning))
            let letters = rest.prefix { $0.isASCII && $0.properties.isAlphabetic }
            let code = String(String.UnicodeScalarView(letters)).uppercased()
            if Currency(code: code) != nil { rest = rest.dropFirst(letters.count) }
            if let first = rest.first, ["+", "-", "("].contains(first) { rest = rest.dropFirst() }
            if rest.first == convention.decimalSeparator { rest = rest.dropFirst() }
            return rest.first.map { ("0"..."9").contains($0) } ?? false
        }

        /// The scalars that show whether a number begins: a code, a sign, a separator and a digit.
        private static let maximumBeginning = 6

        /// The signs that stand in front of an amount.
        private static let signs = Set(FilterWords.bounds.map { $0.sign })

        /// The words that linear mode reads out for a sign.
        private static let spokenSigns = ["minus": "-", "plus": "+"]

        private static func separated(_ text: String) -> [Token] {
            var tokens: [Token] = []
            let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                if index.isMultiple(of: 2) {
                    tokens += part.split(separator: " ").map { Token(String($0)) }
                } else if !part.isEmpty {
                    tokens.append(Token(String(part), isLiteral: true))
                }
            }
            return tokens
        }

        /// Returns the sign and number at the beginning of some words, with their count; nil if
        /// there are none apart.
        private static func whole(
            _ words: ArraySlice<Token>,
            _ convention: NumberConvention
        ) -> (token: Token, count: Int)? {
            let next = Array(words.prefix(3)).prefix { !$0.isLiteral }.map(\.text)
            guard next.count > 1 else { return nil }
            let isNumber = next.map { uncut($0) == nil && beginsNumber($0, convention) }
            if signs.contains(next[0]), isNumber[1] {
                return (Token(next[0] + next[1]), 2)
            }
            if let sign = spokenSigns[next[0].lowercased()], isNumber[1] {
                return (Token(sign + next[1], typed: "\(next[0]) \(next[1])"), 2)
            }
            if next.count == 3, next[1] == "..", isNumber[0], isNumber[2] {
                return (Token(next[0] + next[1] + next[2]), 3)
            }
            return nil
        }

        /// Returns a word that was printed cut, without its dots; nil for any other.
        private static func uncut(_ word: Token) -> Token? {
            guard !word.isLiteral else { return nil }
            return uncut(word.text).map { Token($0, isLiteral: true) }
        }

        private static func uncut(_ text: String) -> String? {
            for mark in cutMarks where text.hasSuffix(mark) {
                return String(text.dropLast(mark.count))
            }
            return nil
        }

        /// The dots at the end of a text that was cut.
        private static let cutMarks = ["...", "\u{2026}"]
    }
}
