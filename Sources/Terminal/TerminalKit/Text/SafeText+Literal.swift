extension SafeText: ExpressibleByStringInterpolation {
    /// What a literal of our own words is put together from.
    ///
    /// Only safe texts and whole numbers can be put into it; a `String` does not compile.
    public struct StringInterpolation: StringInterpolationProtocol {
        /// The text so far.
        fileprivate var text = SafeText.empty

        /// Starts an empty text.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Adds words of ours.
        public mutating func appendLiteral(_ literal: String) {
            text += SafeText(trusted: literal)
        }

        /// Adds a text with its flags.
        public mutating func appendInterpolation(_ other: SafeText) {
            text += other
        }

        /// Adds a text in quotation marks, which show where the words of others end.
        public mutating func appendInterpolation(quoted other: SafeText) {
            text += SafeText(trusted: "\"") + other + SafeText(trusted: "\"")
        }

        /// Adds a whole number.
        public mutating func appendInterpolation(_ number: Int) {
            text += SafeText(trusted: String(number))
        }
    }

    /// Makes a text of words written in our own source.
    public init(stringLiteral literal: String) {
        self.init(trusted: literal)
    }

    /// Makes a text of words written in our own source with texts put into them.
    public init(stringInterpolation interpolation: StringInterpolation) {
        self = interpolation.text
    }
}

extension SafeText {
    /// One text after the other.
    public static func + (left: SafeText, right: SafeText) -> SafeText {
        SafeText(
            cells: left.cells + right.cells,
            flags: left.flags.union(right.flags),
            inspection: left.inspection + right.inspection
        )
    }

    /// Adds a text at the end.
    public static func += (left: inout SafeText, right: SafeText) {
        left = left + right
    }
}
