public import WireProtocol

/// Error for a stream that could not be opened.
public struct StreamRefused: Error, Hashable, Sendable {
    /// The problem to answer.
    public let problem: Problem

    /// Creates the error from a problem.
    public init(problem: Problem) {
        self.problem = problem
    }
}
