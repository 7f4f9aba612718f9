/// Formats amounts in a ``NumberConvention``, always with all decimals of the currency.
package struct MoneyFormatter: Hashable, Sendable {
    /// Convention for separators and grouping.
    package let convention: NumberConvention

    /// Creates a formatter for a number convention.
    package init(_ convention: NumberConvention) {
        self.convention = convention
    }

    /// Formats the amount without its currency, such as `-12,34,567.89`.
    package func text(_ amount: Money) -> String {
        let exponent = Int(amount.currency.minorUnitExponent)
        let digits = Array(String(amount.minorUnits.magnitude).utf8)
        let padding = [UInt8](repeating: 0x30, count: max(0, exponent + 1 - digits.count))
        let all = padding + digits
        var text = String.UnicodeScalarView()
        if amount.isNegative { text.append("-") }
        text.append(contentsOf: grouped(all.dropLast(exponent)))
        if exponent > 0 {
            text.append(convention.decimalSeparator)
            text.append(contentsOf: all.suffix(exponent).map { Unicode.Scalar($0) })
        }
        return String(text)
    }

    /// Formats the amount after its currency code, such as `INR -12,34,567.89`.
    package func textWithCode(_ amount: Money) -> String {
        "\(amount.currency.code) \(text(amount))"
    }

    private func grouped(_ digits: some BidirectionalCollection<UInt8>) -> [Unicode.Scalar] {
        var reversed: [Unicode.Scalar] = []
        var group = 0
        var countInGroup = 0
        for digit in digits.reversed() {
            if countInGroup == convention.groupSize(at: group) {
                reversed.append(convention.groupSeparator)
                group += 1
                countInGroup = 0
            }
            reversed.append(Unicode.Scalar(digit))
            countInGroup += 1
        }
        return reversed.reversed()
    }
}
