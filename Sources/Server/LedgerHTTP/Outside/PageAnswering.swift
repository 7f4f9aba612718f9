import LedgerService
import WireProtocol

/// Answers requests for the pages beside the API.
struct PageAnswering: Sendable {
    let bank: any BankFront
    let metrics: ServerMetrics
    let events: BankEventCounter
    let watch: HealthWatch
    let backupAgeSeconds: @Sendable () -> Int64?

    /// Returns the answer to a request for a page.
    func answer(_ page: OutsidePage, _ trace: TraceContext) async -> ServerAnswer {
        switch page {
        case .health: return Self.text("alive\n")
        case .readiness:
            if watch.isReady { return Self.text("ready\n") }
            return ServerAnswer(Problem(code: .busy), trace)
        case .metrics:
            let text = PrometheusText.page(
                of: metrics.now,
                events,
                watch.health,
                backupAgeSeconds: backupAgeSeconds()
            )
            return Self.text(text, type: PrometheusText.contentType)
        case .contract: return Self.json(OpenAPIDocument.bytes)
        case .keys:
            do {
                return Self.json(try await bank.jwks())
            } catch {
                return ServerAnswer(Problem(code: .internalFailure), trace)
            }
        }
    }

    private static func text(
        _ text: String,
        type: String = "text/plain; charset=utf-8"
    ) -> ServerAnswer {
        ServerAnswer(status: 200, contentType: type, body: .bytes(Array(text.utf8)))
    }

    private static func json(_ bytes: [UInt8]) -> ServerAnswer {
        ServerAnswer(status: 200, contentType: HTTPAnswer.jsonType, body: .bytes(bytes))
    }
}
