/// The limit that a movement would break.
enum BrokenLimit: Sendable {
    /// ``AccountLimits/debitsMustNotExceedCredits`` or ``AccountLimits/creditsMustNotExceedDebits``.
    case otherSide
    /// ``AccountLimits/minimumBalance``.
    case minimum
    /// ``AccountLimits/maximumBalance``.
    case maximum
}
