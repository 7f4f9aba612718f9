public import WireProtocol

/// Error for a stream that could not be opened.
public struct StreamRefused: Error, Hashable, Sendable {
    /// The problem to answer.
    public let problem: Problem
}
