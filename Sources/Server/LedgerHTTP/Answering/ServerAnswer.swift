import HTTPTypes
import HummingbirdCore
import NIOCore
import WireProtocol

/// An answer before it is written.
struct ServerAnswer: Sendable {
    /// The body: bytes, or events as they come.
    enum Body: Sendable {
        case bytes([UInt8])
        case stream(AsyncStream<StreamEvent>)
    }

    /// Challenge of a 401 answer; RFC 9110 §11.6.1, RFC 6750 §3.
    private static let challenge = #"Bearer realm="counterfoil""#

    let status: Int
    let contentType: String
    let body: Body
    var retryAfterSeconds: Int64?
    var allowed: [HTTPMethod] = []
    var closesConnection = false

    /// The head of a stream's answer to HEAD; without a length, the connection closes after it.
    static var headOfStream: ServerAnswer {
        ServerAnswer(
            status: 200,
            contentType: ServerSentEvent.contentType,
            body: .stream(AsyncStream { nil }),
            closesConnection: true
        )
    }

    /// Returns the status line and the header fields, which forbid to store any answer of the bank.
    func head(_ trace: TraceContext?) -> HTTPResponse {
        var fields: HTTPFields = [
            .date: UTCTime.httpDate(), .cacheControl: "no-store", .contentType: contentType,
        ]
        if case .bytes(let bytes) = body { fields[.contentLength] = String(bytes.count) }
        if let seconds = retryAfterSeconds { fields[.retryAfter] = String(seconds) }
        if !allowed.isEmpty {
            fields[.allow] = allowed.allowText
        }
        if status == 401 { fields[.wwwAuthenticate] = Self.challenge }
        if closesConnection { fields[.connection] = "close" }
        if let trace, let name = HTTPField.Name(TraceContext.responseHeader) {
            fields[name] = trace.text
        }
        return HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: fields)
    }
}

extension ServerAnswer {
    init(_ problem: Problem, _ trace: TraceContext) {
        self.init(Reply.problem(problem).answer(trace: trace.traceID))
    }

    init(_ answer: HTTPAnswer) {
        self.init(
            status: answer.status,
            contentType: answer.contentType,
            body: .bytes(answer.body),
            retryAfterSeconds: answer.retryAfterSeconds
        )
    }

    init(_ refusal: ServerRefusal, trace: String?) {
        self.init(
            status: refusal.status,
            contentType: HTTPAnswer.problemType,
            body: .bytes(refusal.body(trace: trace)),
            closesConnection: refusal.closesConnection
        )
        if case .wrongMethod(let methods) = refusal { allowed = methods }
    }
}
