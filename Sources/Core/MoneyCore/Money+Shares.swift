extension Money {
    /// The amount times a ratio, rounded to a minor unit.
    ///
    /// The product is kept in 128 bits, so only a result that is itself too large overflows.
    ///
    /// - Parameters:
    ///   - numerator: The upper part of the ratio.
    ///   - denominator: The lower part; not zero.
    ///   - rounding: What happens to the part below one minor unit.
    /// - Returns: The rounded product, in the same currency.
    /// - Throws: ``MoneyError/divisionByZero`` or ``MoneyError/overflow``.
    public func scaled(
        byNumerator numerator: Int64,
        denominator: Int64,
        rounding: Rounding
    ) throws(MoneyError) -> Money {
        guard denominator != 0 else { throw .divisionByZero }
        let isNegative = (minorUnits < 0) != ((numerator < 0) != (denominator < 0))
        let divisor = denominator.magnitude
        let product = minorUnits.magnitude.multipliedFullWidth(by: numerator.magnitude)
        guard product.high < divisor else { throw .overflow }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        let moves = rounding.movesAwayFromZero(
            quotientIsOdd: !quotient.isMultiple(of: 2),
            isNegative: isNegative,
            remainder: remainder,
            divisor: divisor
        )
        let magnitude = Int128(quotient) + (moves ? 1 : 0)
        guard let result = Int64(exactly: isNegative ? -magnitude : magnitude) else {
            throw .overflow
        }
        return Money(minorUnits: result, currency: currency)
    }

    /// The amount in parts that stand in the ratio of the weights and add up to it exactly.
    ///
    /// Each part is rounded towards zero; the minor units left over go, one each, to the parts
    /// that lost most, and among equals to the earlier one (largest remainder, Hamilton's method).
    ///
    /// - Parameter weights: One weight a part, none negative, at least one above zero.
    /// - Returns: The parts, in the order of the weights.
    /// - Throws: ``MoneyError/invalidWeights``.
    /// - Complexity: O(n log n) in the number of weights.
    public func allocated(byWeights weights: [Int64]) throws(MoneyError) -> [Money] {
        guard weights.allSatisfy({ $0 >= 0 }) else { throw .invalidWeights }
        let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
        guard total > 0 else { throw .invalidWeights }
        var parts: [Int128] = []
        var losses: [(index: Int, remainder: Int128)] = []
        for (index, weight) in weights.enumerated() {
            let product = Int128(minorUnits) * Int128(weight)
            let (quotient, remainder) = product.quotientAndRemainder(dividingBy: total)
            parts.append(quotient)
            losses.append((index, abs(remainder)))
        }
        let leftOver = Int128(minorUnits) - parts.reduce(0, +)
        losses.sort { ($1.remainder, $0.index) < ($0.remainder, $1.index) }
        for loss in losses.prefix(Int(leftOver.magnitude)) {
            parts[loss.index] += leftOver.signum()
        }
        // A part is never farther from zero than the whole, so it fits.
        return parts.map { Money(minorUnits: Int64($0), currency: currency) }
    }
}
