import LedgerService

/// Short form of an account as in the console's lists: `Savings ..7548`, or `..7548` alone.
struct ShortAccountName {
    private static let mark = ".."
    /// Minimum number of characters of an account number in a short form, as in the lists.
    private static let endCount = 4

    /// Name of the product in lower case; empty for any product.
    private let product: String
    /// End of the account number in lower case.
    private let end: String

    /// Parses a short form; returns nil for a text without the mark or without an end after it.
    init?(_ text: String) {
        guard let mark = text.ranges(of: Self.mark).last else { return nil }
        product = Self.words(text[..<mark.lowerBound])
        end = text[mark.upperBound...].filter { $0 != " " }.lowercased()
        guard !end.isEmpty else { return nil }
    }

    /// Returns true if the short form matches an account.
    ///
    /// The number must equal the end, or finish with it if the end is long enough, and the product
    /// must match if one is named.
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
