/// How a number is written: separators, groups and sign.
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

    /// How an amount shows whether it is below zero.
    ///
    /// Zero itself never has a sign.
    public enum SignStyle: String, CaseIterable, Hashable, Sendable {
        /// -5, 5.
        case minus
        /// -5, +5.
        case plusAndMinus
        /// (5), 5.
        case parentheses
    }

    /// What the convention is called in settings.
    public let name: String
    /// Stands before the decimals.
    public let decimalSeparator: Unicode.Scalar
    /// Stands between groups.
    public let groupSeparator: Unicode.Scalar
    /// Where groups end.
    public let grouping: Grouping
    /// How the sign is shown.
    public let signStyle: SignStyle

    /// Makes a convention; nil when its separators could be taken for each other or for a digit
    /// or sign.
    public init?(
        name: String,
        decimalSeparator: Unicode.Scalar,
        groupSeparator: Unicode.Scalar,
        grouping: Grouping,
        signStyle: SignStyle = .minus
    ) {
        let separators = [decimalSeparator, groupSeparator]
        guard decimalSeparator != groupSeparator else { return nil }
        guard separators.allSatisfy(Self.canSeparate) else { return nil }
        // A space at the end of an amount would be trimmed as if nobody had typed it.
        guard decimalSeparator != " " else { return nil }
        self.name = name
        self.decimalSeparator = decimalSeparator
        self.groupSeparator = groupSeparator
        self.grouping = grouping
        self.signStyle = signStyle
    }

    /// The same convention with the digits of a number all together.
    public var withoutGroups: NumberConvention {
        NumberConvention(
            unchecked: name,
            decimalSeparator,
            groupSeparator,
            .none,
            signStyle: signStyle
        )
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

    private static func canSeparate(_ scalar: Unicode.Scalar) -> Bool {
        let taken: [Unicode.Scalar] = ["+", "-", "(", ")"]
        return scalar.properties.numericType == nil && !taken.contains(scalar)
            && !scalar.properties.isAlphabetic && scalar.value >= 0x20
    }

    private init(
        unchecked name: String,
        _ decimalSeparator: Unicode.Scalar,
        _ groupSeparator: Unicode.Scalar,
        _ grouping: Grouping,
        signStyle: SignStyle = .minus
    ) {
        self.name = name
        self.decimalSeparator = decimalSeparator
        self.groupSeparator = groupSeparator
        self.grouping = grouping
        self.signStyle = signStyle
    }
}

extension NumberConvention {
    /// 12,34,567.89.
    public static let india = NumberConvention(unchecked: "india", ".", ",", .lakhCrore)
    /// 1,234,567.89.
    public static let english = NumberConvention(unchecked: "english", ".", ",", .western)
    /// 1.234.567,89.
    public static let german = NumberConvention(unchecked: "german", ",", ".", .western)
    /// 1'234'567.89, with the apostrophe that every terminal has.
    public static let swiss = NumberConvention(unchecked: "swiss", ".", "'", .western)
    /// 1 234 567,89, with a plain space where print has a narrow one.
    public static let french = NumberConvention(unchecked: "french", ",", " ", .western)
    /// 1234567.89, for files and scripts.
    public static let plain = NumberConvention(unchecked: "plain", ".", ",", .none)

    /// Every convention with a name of its own.
    public static let presets = [india, english, german, swiss, french, plain]
}
