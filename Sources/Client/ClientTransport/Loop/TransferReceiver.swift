import ClientService
import Synchronization
import WireProtocol

/// What stands before the body of an answer.
struct AnswerHead: Sendable {
    let status: Int
    let contentType: String?
}

/// What a receiver did with bytes.
enum Reception: Sendable {
    /// It has them.
    case taken
    /// It has no room: the same bytes are to be offered again when it says so.
    case heldUp
    /// It wants neither these nor any more.
    case refused
}

/// Takes what arrives of an answer; called by the thread that sends, in this order.
protocol TransferReceiver: AnyObject, Sendable {
    /// How long to wait for the next byte once the head is there, in milliseconds; nil where only
    /// the limit of the whole counts.
    var idleLimitMilliseconds: Int64? { get }

    /// The head is there.
    func take(_ head: AnswerHead)
    /// More of the body is there.
    func take(_ bytes: UnsafeRawBufferPointer) -> Reception
    /// It is over: the answer is whole, or there is none. Called once.
    func finish(_ result: Result<AnswerHead, LinkError>)
}

/// Collects an answer and hands it over whole.
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
        continuation.resume(
            returning: result.map {
                ReceivedAnswer(status: $0.status, contentType: $0.contentType, body: body)
            }
        )
    }
}
