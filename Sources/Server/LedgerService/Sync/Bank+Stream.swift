public import SyncCore
public import WireProtocol

extension Bank {
    /// Opens a stream of what comes after a cursor; each event is made when it is asked for.
    ///
    /// Who reads slowly costs the bank one batch and loses nothing: changes wait in the books. The
    /// session and the user's rights are looked at again for every event.
    ///
    /// - Parameters:
    ///   - token: The access token; nil without one.
    ///   - cursor: The last checkpoint; nil to begin.
    ///   - origin: Where the request came from.
    /// - Returns: The events, which end when the stream has to be opened again; or the problem for
    ///   which there are none.
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

/// Why there is no stream.
public struct StreamRefused: Error, Hashable, Sendable {
    /// What is answered.
    public let problem: Problem

    /// Says why.
    public init(problem: Problem) {
        self.problem = problem
    }
}
