/// Parses amounts that people type or paste.
///
/// The parser accepts what ``MoneyFormatter`` writes in the same convention, with the currency code
/// before or after it, and plain digits. It refuses anything ambiguous, because a wrong guess would
/// change the amount.
package struct MoneyParser: Hashable, Sendable {
    /// Maximum length of the text in Unicode scalars; the longest amount has 32.
    package static let maximumLength = 64
    /// Number of letters in a currency code.
    private static let codeLength = 3

    /// Convention for separators and grouping.
    package let convention: NumberConvention
    /// True if amounts with a sign are accepted.
    package let allowsSign: Bool

    /// Creates a parser for a number convention.
    package init(_ convention: NumberConvention, allowsSign: Bool = false) {
        self.convention = convention
        self.allowsSign = allowsSign
    }

    /// Parses an amount of a currency; missing decimals are filled with zeros.
    ///
    /// - Throws: ``MoneyParsingError`` with the reason.
    package func parse(
        _ text: some StringProtocol,
        currency: Currency
    ) throws(MoneyParsingError) -> Money {
        var scalars = ArraySlice(text.unicodeScalars.prefix(Self.maximumLength + 1))
        guard scalars.count <= Self.maximumLength else { throw .tooLong }
        Self.trim(&scalars)
        try consumeCode(of: currency, from: &scalars)
        guard !scalars.isEmpty else { throw .empty }
        let isNegative = try consumeSign(from: &scalars)
        try requireKnownCharacters(in: scalars)
        let parts = scalars.split(
            separator: convention.decimalSeparator,
            omittingEmptySubsequences: false
        )
        guard parts.count <= 2, let whole = parts.first else { throw .unexpectedCharacter }
        let digits = try ungrouped(whole)
        let decimals = parts.count == 2 ? Array(parts[1]) : []
        if parts.count == 2 { try check(decimals, exponent: currency.minorUnitExponent) }
        let zeroCount = Int(currency.minorUnitExponent) - decimals.count
        let zeros = [Unicode.Scalar](repeating: "0", count: zeroCount)
        let minorUnits = try value(of: digits + decimals + zeros, isNegative: isNegative)
        return Money(minorUnits: minorUnits, currency: currency)
    }

    /// Removes the code of the currency if it is at one end.
    private func consumeCode(
        of currency: Currency,
        from scalars: inout ArraySlice<Unicode.Scalar>
    ) throws(MoneyParsingError) {
        let length = Self.codeLength
        for code in [scalars.prefix(length), scalars.suffix(length)] {
            guard code.count == length, code.allSatisfy(\.isASCIILetter) else { continue }
            let isFirst = code.startIndex == scalars.startIndex
            let beside = isFirst ? scalars.dropFirst(length).first : scalars.dropLast(length).last
            // The letters at the end of a longer word, such as "open", are not a currency code.
            if beside?.isASCIILetter == true { continue }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: code)
            let name = String(view).uppercased()
            guard name == currency.code else {
                guard Currency(code: name) != nil else { continue }
                throw .otherCurrency
            }
            scalars = isFirst ? scalars.dropFirst(length) : scalars.dropLast(length)
            Self.trim(&scalars)
            return
        }
    }

    private static func trim(_ scalars: inout ArraySlice<Unicode.Scalar>) {
        while scalars.first == " " { scalars.removeFirst() }
        while scalars.last == " " { scalars.removeLast() }
    }

    private func consumeSign(
        from scalars: inout ArraySlice<Unicode.Scalar>
    ) throws(MoneyParsingError) -> Bool {
        guard scalars.first == "-" || scalars.first == "+" else { return false }
        guard allowsSign else { throw .signNotAllowed }
        return scalars.removeFirst() == "-"
    }

    private func requireKnownCharacters(
        in scalars: ArraySlice<Unicode.Scalar>
    ) throws(MoneyParsingError) {
        // More typing may correct a separator, so errors that it cannot correct are reported first.
        var hasForeignSeparator = false
        for scalar in scalars {
            if isDigit(scalar) || scalar == convention.decimalSeparator { continue }
            if scalar == convention.groupSeparator, convention.grouping != .none { continue }
            if scalar == "-" || scalar == "+" { throw .signNotAllowed }
            if scalar.properties.numericType != nil { throw .foreignDigit }
            // A separator of another convention is rather a misunderstanding than a typing error.
            let isSeparator = NumberConvention.presets.contains {
                scalar == $0.decimalSeparator || scalar == $0.groupSeparator
            }
            guard isSeparator else { throw .unexpectedCharacter }
            hasForeignSeparator = true
        }
        if hasForeignSeparator { throw .ambiguousSeparator }
    }

    private func ungrouped(
        _ whole: ArraySlice<Unicode.Scalar>
    ) throws(MoneyParsingError) -> [Unicode.Scalar] {
        let groups = whole.split(
            separator: convention.groupSeparator,
            omittingEmptySubsequences: false
        )
        guard groups.count > 1 else {
            guard !whole.isEmpty else { throw .missingDigits }
            return Array(whole)
        }
        for (index, group) in groups.reversed().enumerated() {
            let size = convention.groupSize(at: index) ?? 0
            let isFirst = index == groups.count - 1
            guard isFirst ? (1...max(1, size)).contains(group.count) : group.count == size else {
                throw .ambiguousSeparator
            }
        }
        // Numbers that begin with zero are not grouped: "0,500" more likely means a half.
        guard groups.first?.first != "0" else { throw .ambiguousSeparator }
        return groups.flatMap { $0 }
    }

    private func check(_ decimals: [Unicode.Scalar], exponent: UInt8) throws(MoneyParsingError) {
        guard !decimals.isEmpty else { throw .missingDigits }
        guard decimals.allSatisfy(isDigit) else { throw .ambiguousSeparator }
        guard decimals.count <= Int(exponent) else { throw .tooManyDecimals }
    }

    private func value(
        of digits: [Unicode.Scalar],
        isNegative: Bool
    ) throws(MoneyParsingError) -> Int64 {
        // Counts downwards for negative amounts, because the range has one more number below zero.
        var value: Int64 = 0
        for digit in digits {
            let step = Int64(digit.value) - 0x30
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) =
                isNegative
                ? product.subtractingReportingOverflow(step)
                : product.addingReportingOverflow(step)
            guard !tooLarge, !overflow else { throw .overflow }
            value = sum
        }
        return value
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value)
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIILetter: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self)
    }
}
