import ClientService
import Synchronization
import WireProtocol

/// Result of offering bytes to a receiver.
enum Reception: Sendable {
    /// The receiver has accepted the bytes.
    case taken
    /// The receiver has no room; the same bytes are offered again after it resumes.
    case heldUp
    /// The receiver wants neither these bytes nor any more.
    case refused
}

/// Receiver of an answer; the sending thread calls it in this order.
protocol TransferReceiver: AnyObject, Sendable {
    /// Limit for the next byte after the head, in milliseconds; nil if only the total limit
    /// applies.
    var idleLimitMilliseconds: Int64? { get }

    /// Receives the head of the answer.
    func take(_ head: AnswerHead)
    /// Receives more bytes of the body.
    func take(_ bytes: UnsafeRawBufferPointer) -> Reception
    /// Receives the end: the answer is complete or has failed.
    ///
    /// Called once.
    func finish(_ result: Result<AnswerHead, LinkError>)
}

/// Collects an answer and delivers it as a whole.
final class AnswerReceiver: TransferReceiver {
    typealias Continuation = CheckedContinuation<Result<ReceivedAnswer, LinkError>, Never>

    private let continuation: Continuation
    private let body = Mutex<[UInt8]>([])

    let idleLimitMilliseconds: Int64? = nil

    init(_ continuation: Continuation) {
        self.continuation = continuation
    }

    func take(_ head: AnswerHead) {}

    func take(_ bytes: UnsafeRawBufferPointer) -> Reception {
        body.withLock { body in
            guard body.count + bytes.count <= StrictJSON.replyByteLimit else { return .refused }
            body.append(contentsOf: bytes)
            return .taken
        }
    }

    func finish(_ result: Result<AnswerHead, LinkError>) {
        let body = body.withLock { body in
            defer { body = [] }
            return body
        }
        continuation.resume(returning: result.map { ReceivedAnswer(head: $0, body: body) })
    }
}
