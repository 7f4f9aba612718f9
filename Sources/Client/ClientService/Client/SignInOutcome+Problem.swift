import WireProtocol

extension SignInOutcome {
    /// Creates the outcome of a sign-in that the bank answered with a problem.
    init(_ problem: Problem) {
        self =
            switch problem.code {
            case .signInRefused: .refused
            case .tooManyTries, .slowDown: .mustWait(seconds: max(1, problem.pauseSeconds))
            case .busy, .internalFailure, .terminalUnknown, .malformed:
                .unreachable(LinkCause(problem.code))
            case .wipe: .shutOut
            case .upgradeNeeded, .sessionEnded, .tokenExpired, .notAllowed, .notFound,
                .cursorInvalid:
                .failed
            }
    }
}
