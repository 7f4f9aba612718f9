import LedgerService
import WireProtocol

/// Answers requests for the pages beside the API.
struct OutsideDesk: Sendable {
    let bank: any BankFront
    let metrics: ServerMetrics
    let events: BankEventCounter
    let watch: HealthWatch
    let backupAgeSeconds: @Sendable () -> Int64?

    /// Returns the answer to a request for a page.
    func answer(_ page: OutsidePage, _ trace: TraceContext) async -> ServerAnswer {
        switch page {
        case .health: return Self.plain("alive")
        case .readiness:
            if watch.isReady { return Self.plain("ready") }
            return ServerAnswer(Problem(code: .busy), trace)
        case .metrics:
            let text = PrometheusText.page(
                of: metrics.now,
                events,
                watch.health,
                backupAgeSeconds: backupAgeSeconds()
            )
            return ServerAnswer(
                status: 200,
                contentType: PrometheusText.contentType,
                body: .bytes(Array(text.utf8))
            )
        case .contract: return Self.json(OpenAPIDocument.bytes)
        case .keys:
            do {
                return Self.json(try await bank.jwks())
            } catch {
                return ServerAnswer(Problem(code: .internalFailure), trace)
            }
        }
    }

    private static func plain(_ word: String) -> ServerAnswer {
        ServerAnswer(
            status: 200,
            contentType: "text/plain; charset=utf-8",
            body: .bytes(Array((word + "\n").utf8))
        )
    }

    private static func json(_ bytes: [UInt8]) -> ServerAnswer {
        ServerAnswer(status: 200, contentType: HTTPAnswer.jsonType, body: .bytes(bytes))
    }
}
