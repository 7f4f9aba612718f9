public import SyncCore
public import WireProtocol

extension Bank {
    /// Opens a stream of the changes after a cursor; each event is produced on demand.
    ///
    /// A slow reader costs the bank one batch and loses nothing, because changes stay in the books.
    /// The session and the user's rights are checked again for every event.
    ///
    /// - Parameters:
    ///   - token: The access token; nil without one.
    ///   - cursor: The last checkpoint; nil to begin.
    ///   - origin: The origin of the request.
    /// - Returns: The events, which end when the stream has to be opened again; or the problem if
    ///   there is no stream.
    public nonisolated func stream(
        token: [UInt8]?,
        after cursor: Cursor?,
        from origin: RequestOrigin
    ) async -> Result<AsyncStream<StreamEvent>, StreamRefused> {
        do {
            let caller = try await admitToStream(token, origin)
            let stream = BankStream(
                bank: self,
                caller: caller,
                ticket: try await enterWaits(caller),
                cursor: cursor
            )
            try await stream.begin()
            return .success(AsyncStream { await stream.next() })
        } catch {
            return .failure(StreamRefused(problem: await problem(for: error)))
        }
    }
}

/// Error for a stream that could not be opened.
public struct StreamRefused: Error, Hashable, Sendable {
    /// The problem to answer.
    public let problem: Problem

    /// Creates the error from a problem.
    public init(problem: Problem) {
        self.problem = problem
    }
}
