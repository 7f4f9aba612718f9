import LedgerService

/// An account as the console's lists name it: `Savings ..7548`, or `..7548` without the product.
struct ShortAccountName {
    private static let mark = ".."
    /// The fewest signs of a number that stand for it, as the lists have them.
    private static let endCount = 4

    /// The product in small letters; empty for any.
    private let product: String
    /// The end of the number in small letters.
    private let end: String

    /// Reads a name; nil for a text without the mark, or with nothing behind it.
    init?(_ text: String) {
        guard let mark = text.ranges(of: Self.mark).last else { return nil }
        product = Self.words(text[..<mark.lowerBound])
        end = text[mark.upperBound...].filter { $0 != " " }.lowercased()
        guard !end.isEmpty else { return nil }
    }

    /// True if an account may be meant: its number ends so, or is no longer than that, and its product
    /// is the one that was named.
    func fits(_ profile: AccountProfile) -> Bool {
        let number = profile.number.lowercased()
        guard number == end || (end.count >= Self.endCount && number.hasSuffix(end)) else {
            return false
        }
        return product.isEmpty || product == Self.words(profile.product[...])
    }

    private static func words(_ text: Substring) -> String {
        text.lowercased().split(separator: " ").joined(separator: " ")
    }
}
