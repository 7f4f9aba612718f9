extension SafeText: ExpressibleByStringInterpolation {
    /// Builder of interpolated literals of our own words.
    ///
    /// Only safe texts and integers can be interpolated. A `String` does not compile.
    package struct StringInterpolation: StringInterpolationProtocol {
        /// The text built so far.
        fileprivate var text = SafeText.empty

        /// Creates an empty builder.
        package init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends literal text of our own.
        package mutating func appendLiteral(_ literal: String) {
            text += SafeText(trusted: literal)
        }

        /// Appends a text with its flags.
        package mutating func appendInterpolation(_ other: SafeText) {
            text += other
        }

        /// Appends a text in quotation marks, which show where the words of others end.
        package mutating func appendInterpolation(quoted other: SafeText) {
            text += SafeText(trusted: "\"") + other + SafeText(trusted: "\"")
        }

        /// Appends a whole number.
        package mutating func appendInterpolation(_ number: Int) {
            text += SafeText(trusted: String(number))
        }
    }

    /// Creates a text from a literal in our own source.
    package init(stringLiteral literal: String) {
        self.init(trusted: literal)
    }

    /// Creates a text from an interpolated literal in our own source.
    package init(stringInterpolation interpolation: StringInterpolation) {
        self = interpolation.text
    }
}

extension SafeText {
    /// Returns the concatenation of two texts.
    package static func + (left: SafeText, right: SafeText) -> SafeText {
        SafeText(cells: left.cells + right.cells, flags: left.flags.union(right.flags))
    }

    /// Appends a text to another.
    package static func += (left: inout SafeText, right: SafeText) {
        left = left + right
    }
}
