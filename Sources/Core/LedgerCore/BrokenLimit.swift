/// Kind of limit that a movement would break.
enum BrokenLimit: Sendable {
    /// A flag: ``AccountLimits/debitsMustNotExceedCredits`` or
    /// ``AccountLimits/creditsMustNotExceedDebits``.
    case otherSide
    /// The lowest balance, ``AccountLimits/minimumBalance``.
    case minimum
    /// The highest balance, ``AccountLimits/maximumBalance``.
    case maximum
}
