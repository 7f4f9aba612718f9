/// How a number is written: separators and groups.
///
/// Conventions are ours and few, because the locale tables of a platform change under a program
/// and write characters that a terminal may not have.
public struct NumberConvention: Hashable, Sendable {
    /// Where digits before the decimal separator are parted.
    public enum Grouping: String, CaseIterable, Hashable, Sendable {
        /// After every three digits: 12,345,678.
        case western
        /// After three digits, then after every two: 1,23,45,678.
        case lakhCrore
        /// Nowhere: 12345678.
        case none
    }

    /// What the convention is called in settings.
    public let name: String
    /// Stands before the decimals.
    public let decimalSeparator: Unicode.Scalar
    /// Stands between groups.
    public let groupSeparator: Unicode.Scalar
    /// Where groups end.
    public let grouping: Grouping

    /// The same convention with the digits of a number all together.
    public var withoutGroups: NumberConvention {
        NumberConvention(name, decimalSeparator, groupSeparator, .none)
    }

    /// How many digits the group at a place has, counted from the decimal separator.
    ///
    /// - Parameter index: 0 for the group nearest to the decimal separator.
    /// - Returns: The digits; nil when nothing is grouped.
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
    /// 12,34,567.89.
    public static let india = NumberConvention("india", ".", ",", .lakhCrore)
    /// 1,234,567.89.
    public static let english = NumberConvention("english", ".", ",", .western)
    /// 1.234.567,89.
    public static let german = NumberConvention("german", ",", ".", .western)
    /// 1'234'567.89, with the apostrophe that every terminal has.
    public static let swiss = NumberConvention("swiss", ".", "'", .western)
    /// 1 234 567,89, with a plain space where print has a narrow one.
    public static let french = NumberConvention("french", ",", " ", .western)
    /// 1234567.89, for files and scripts.
    public static let plain = NumberConvention("plain", ".", ",", .none)

    /// Every convention with a name of its own.
    public static let presets = [india, english, german, swiss, french, plain]
}
