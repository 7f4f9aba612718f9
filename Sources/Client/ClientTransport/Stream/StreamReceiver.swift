import ClientService
import Synchronization
import SyncCore
import WireProtocol

/// Receiver of a stream: the head opens it, and the body brings events in pieces.
final class StreamReceiver: TransferReceiver {
    typealias Continuation = CheckedContinuation<Result<EventQueue?, LinkError>, Never>

    private static let okStatus = 200

    private struct Contents {
        var opening: Continuation?
        var parser = ServerSentEventParser()
        var isStream = false
    }

    private let contents: Mutex<Contents>
    private let feed = EventQueue()
    let idleLimitMilliseconds: Int64?

    init(_ continuation: Continuation, idleLimitMilliseconds: Int64) {
        contents = Mutex(Contents(opening: continuation))
        self.idleLimitMilliseconds = idleLimitMilliseconds
    }

    func take(_ head: AnswerHead) {
        switch head.mediaType {
        case ServerSentEvent.contentType where head.status == Self.okStatus:
            contents.withLock { $0.isStream = true }
            open(.success(feed))
        // The bank tells the reason to the next request for news with a wait.
        case HTTPAnswer.problemType: open(.success(nil))
        default: open(.failure(.noReply(.answerUnreadable)))
        }
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Reception {
        guard contents.withLock({ $0.isStream }) else { return .refused }
        guard feed.hasRoom() else { return .heldUp }
        guard
            let events = contents.withLock({ contents in
                // A malformed stream is not from a bank, whatever the error is.
                try? contents.parser.receive(bytes).map(Self.event)
            })
        else { return .refused }
        feed.put(events)
        return .taken
    }

    func finish(_ result: Result<AnswerHead, LinkError>) {
        // A stream has no regular end: if it was successful, the bank has closed it.
        let error =
            if case .failure(let failure) = result { failure } else { LinkError.noReply(.lineDown) }
        open(.failure(error))
        feed.finish(error)
    }

    private func open(_ result: Result<EventQueue?, LinkError>) {
        let opening = contents.withLock { contents in
            defer { contents.opening = nil }
            return contents.opening
        }
        opening?.resume(returning: result)
    }

    private static func event(_ event: ServerSentEvent) throws(WireError) -> StreamEvent {
        let decoded = try StreamEvent(encoded: event.data)
        // Kind and resume position are sent twice and must match.
        guard event.kind == decoded.kind else { throw .invalidField("event") }
        var place: String?
        if case .checkpoint(let checkpoint) = decoded { place = checkpoint.cursor.text }
        guard event.id == place else { throw .invalidField("id") }
        return decoded
    }
}
