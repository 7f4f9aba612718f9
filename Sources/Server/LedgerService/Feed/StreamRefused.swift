package import WireProtocol

/// Error for a stream that could not be opened.
package struct StreamRefused: Error, Hashable, Sendable {
    /// The problem to answer.
    package let problem: Problem
}
