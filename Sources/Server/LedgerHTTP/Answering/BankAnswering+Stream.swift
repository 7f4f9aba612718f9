import HTTPTypes
import LedgerService
import SyncCore
import WireProtocol

extension BankAnswering {
    /// Opens a stream, or returns the problem that prevents it.
    func openStream(
        _ query: [HTTPCall.QueryItem],
        _ headers: HTTPFields,
        _ facts: ConnectionFacts,
        _ trace: TraceContext
    ) async -> ServerAnswer {
        guard query.isEmpty else {
            return ServerAnswer(.message(.unknownField("query")), trace: trace.traceID)
        }
        var cursor: Cursor?
        if let text = HTTPField.Name(ServerSentEvent.lastEventHeader).flatMap({ headers[$0] }) {
            guard let read = Cursor(text: text) else {
                return ServerAnswer(Problem(code: .cursorInvalid), trace)
            }
            cursor = read
        }
        let token = token(headers, .stream)
        switch await bank.stream(token: token, after: cursor, from: origin(facts)) {
        case .failure(let refusal):
            return ServerAnswer(refusal.problem, trace)
        case .success(let events):
            return ServerAnswer(
                status: 200,
                contentType: ServerSentEvent.contentType,
                body: .stream(events)
            )
        }
    }
}
