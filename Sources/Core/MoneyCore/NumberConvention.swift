/// Convention for writing a number: separators and grouping.
///
/// The program has its own few conventions, because a platform's locale tables change under a
/// program and use characters that a terminal may not have.
package struct NumberConvention: Hashable, Sendable {
    /// Positions at which the digits before the decimal separator are grouped.
    package enum Grouping: String, CaseIterable, Hashable, Sendable {
        /// Groups of three digits: 12,345,678.
        case western
        /// One group of three digits, then groups of two: 1,23,45,678.
        case lakhCrore
        /// Digits without any grouping: 12345678.
        case none
    }

    /// Name of the convention in settings.
    package let name: String
    /// Separator before the decimals.
    package let decimalSeparator: Unicode.Scalar
    /// Separator between groups of digits.
    package let groupSeparator: Unicode.Scalar
    /// Grouping of the digits before the decimal separator.
    package let grouping: Grouping

    /// The same convention without grouping.
    package var withoutGroups: NumberConvention {
        NumberConvention(name, decimalSeparator, groupSeparator, .none)
    }

    /// Returns the number of digits in a group, 0 being next to the decimal separator; nil for none.
    func groupSize(at index: Int) -> Int? {
        switch grouping {
        case .western: 3
        case .lakhCrore: index == 0 ? 3 : 2
        case .none: nil
        }
    }

    private init(
        _ name: String,
        _ decimalSeparator: Unicode.Scalar,
        _ groupSeparator: Unicode.Scalar,
        _ grouping: Grouping
    ) {
        self.name = name
        self.decimalSeparator = decimalSeparator
        self.groupSeparator = groupSeparator
        self.grouping = grouping
    }
}

extension NumberConvention {
    /// Indian convention, such as 12,34,567.89.
    package static let india = NumberConvention("india", ".", ",", .lakhCrore)
    /// English convention, such as 1,234,567.89.
    package static let english = NumberConvention("english", ".", ",", .western)
    /// German convention, such as 1.234.567,89.
    package static let german = NumberConvention("german", ",", ".", .western)
    /// Swiss convention, such as 1'234'567.89, with the ASCII apostrophe that every terminal has.
    package static let swiss = NumberConvention("swiss", ".", "'", .western)
    /// French convention, such as 1 234 567,89, with a plain space where print uses a narrow one.
    package static let french = NumberConvention("french", ",", " ", .western)
    /// Plain convention, such as 1234567.89, for files and scripts.
    package static let plain = NumberConvention("plain", ".", ",", .none)

    /// All conventions that the program offers.
    package static let presets = [india, english, german, swiss, french, plain]
}
