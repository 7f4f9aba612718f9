/// What happens to the part of an amount that is smaller than one minor unit.
public enum Rounding: String, CaseIterable, Hashable, Sendable {
    /// To the nearest; a tie goes to the even neighbour.
    case halfEven
    /// To the nearest; a tie goes away from zero.
    case halfUp
    /// To the nearest; a tie goes towards zero.
    case halfDown
    /// Away from zero.
    case up
    /// Towards zero.
    case down
    /// Towards positive infinity.
    case ceiling
    /// Towards negative infinity.
    case floor

    /// Whether a truncated quotient has to move one away from zero.
    ///
    /// - Parameters:
    ///   - quotientIsOdd: Whether the truncated quotient is odd.
    ///   - isNegative: Whether the exact quotient is below zero.
    ///   - remainder: What truncation left over, as a magnitude.
    ///   - divisor: The divisor, as a magnitude, greater than the remainder.
    /// - Returns: True when the magnitude of the quotient has to grow by one.
    func movesAwayFromZero(
        quotientIsOdd: Bool,
        isNegative: Bool,
        remainder: UInt64,
        divisor: UInt64
    ) -> Bool {
        guard remainder > 0 else { return false }
        // Compares 2 × remainder with the divisor without computing the product.
        let complement = divisor - remainder
        switch self {
        case .up: return true
        case .down: return false
        case .ceiling: return !isNegative
        case .floor: return isNegative
        case .halfUp: return remainder >= complement
        case .halfDown: return remainder > complement
        case .halfEven: return remainder > complement || (remainder == complement && quotientIsOdd)
        }
    }
}
