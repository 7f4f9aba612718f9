import ClientService
import SyncCore
import WireProtocol

/// Concurrent streams at one bank, each with a link of its own like a console's.
struct HeldStreams {
    /// The task that ended first.
    private enum Outcome<Value: Sendable>: Sendable {
        case body(Value)
        case stream
    }

    let address: BankAddress
    /// The access token of the session whose streams they are.
    let token: [UInt8]

    /// Opens streams, reads them while a body runs, and closes them.
    func hold<Value: Sendable>(
        _ count: Int,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let cursor = try await head()
        return try await withThrowingTaskGroup(of: Outcome<Value>.self) { group in
            for number in 1...count {
                try Progress.show("Opening stream \(number) of \(count)")
                let stream = try await open(after: cursor)
                group.addTask {
                    for try await _ in stream {}
                    return .stream
                }
            }
            group.addTask { .body(try await body()) }
            defer { group.cancelAll() }
            guard case .body(let value) = try await group.next() else {
                throw BenchFailure("The bank ended a stream that was to stay.")
            }
            return value
        }
    }

    /// Opens a stream after a feed request, because a console keeps that connection as well.
    private func open(after cursor: Cursor) async throws -> LinkStream {
        let link = address.link()
        _ = try await news(after: cursor, over: link)
        guard let stream = try await link.stream(token: token, after: cursor) else {
            throw BenchFailure("The bank opens no stream.")
        }
        return stream
    }

    private func head() async throws -> Cursor {
        let link = address.link()
        var batch = try await news(after: nil, over: link)
        while !batch.reachesHead { batch = try await news(after: batch.cursor, over: link) }
        return batch.cursor
    }

    private func news(after cursor: Cursor?, over link: any BankLink) async throws -> FeedBatch {
        let request = FeedRequest(cursor: cursor, limit: FeedBatch.changeLimit, waitMilliseconds: 0)
        let bytes = RequestEnvelope(token: token, request: .feed(request)).encoded
        guard case .feed(let reply) = try Reply(encoded: try await link.send(bytes)) else {
            throw BenchFailure("The bank gives no news.")
        }
        return reply.batch
    }
}
