import Logging
import WireProtocol

/// Records each request in the log and in the metrics.
///
/// The recorded fields are chosen here one by one: a route's name but never its path, a status, a
/// time. So no data of a request or reply can be recorded by accident.
struct RequestObserver: Sendable {
    /// The recorded status if the peer was gone before the answer.
    static let lostStatus = 499

    let logger: Logger
    let metrics: ServerMetrics
    let sampler: LogSampler

    /// A request that is being served.
    struct Entry: Sendable {
        fileprivate let label: RouteLabel
        fileprivate let trace: TraceContext
        fileprivate let begin: ContinuousClock.Instant
    }

    func begin(_ label: RouteLabel, _ trace: TraceContext) -> Entry {
        metrics.begin()
        return Entry(label: label, trace: trace, begin: .now)
    }

    func end(_ entry: Entry, status: Int) {
        let duration = ContinuousClock.now - entry.begin
        metrics.end(entry.label, status: status, after: duration)
        log(
            "request",
            LogSampler.Kind(status: status, isOfBank: entry.label.isOfBank),
            [
                "route": .string(entry.label.text),
                "ms": .stringConvertible(duration.wholeMilliseconds),
                "trace": .string(entry.trace.traceID),
                "request": .string(entry.trace.requestID),
            ]
        )
    }

    func replied(to route: Route, with reply: Reply) {
        guard route == .signIn, case .problem(let problem) = reply else { return }
        metrics.signInFailed(problem.code)
    }

    /// Logs an answer that violates the contract; the fault names a place and never a value.
    func contractBroken(by route: Route, _ fault: String) {
        logger.error(
            "an answer breaks the contract",
            metadata: ["route": .string(route.rawValue), "fault": .string(fault)]
        )
    }

    func refused(_ refusal: ServerRefusal) {
        metrics.refused(status: refusal.status)
        log("refused", LogSampler.Kind(status: refusal.status, isOfBank: false), [:])
    }

    /// Logs a line, unless there are too many similar ones, with the number of those omitted.
    private func log(
        _ message: Logger.Message,
        _ kind: LogSampler.Kind,
        _ fields: Logger.Metadata
    ) {
        guard let leftOutCount = sampler.admit(kind) else { return }
        var fields = fields
        fields["status"] = .stringConvertible(kind.status)
        if leftOutCount > 0 { fields["left-out"] = .stringConvertible(leftOutCount) }
        logger.info(message, metadata: fields)
    }
}

extension Duration {
    /// Whole milliseconds, truncated towards zero.
    var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Whole microseconds, truncated towards zero.
    var wholeMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
