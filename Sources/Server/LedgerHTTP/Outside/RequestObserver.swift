import Logging
import WireProtocol

/// Notes each request in the log and in the metrics.
///
/// What is noted is chosen here, field by field: a route's name and never its path, a status, a
/// time. Nothing of a request or a reply can get in by accident.
struct RequestObserver: Sendable {
    /// What stands for the status when nobody was there to take an answer.
    static let lostStatus = 499

    let logger: Logger
    let metrics: ServerMetrics
    let sampler: LogSampler

    /// A request that is under way.
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
            LogSampler.Kind(status, isOfBank: entry.label.isOfBank),
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

    /// An answer is not as the contract has it; the fault names a place and never a value.
    func contractBroken(by route: Route, _ fault: String) {
        logger.error(
            "an answer breaks the contract",
            metadata: ["route": .string(route.rawValue), "fault": .string(fault)]
        )
    }

    func refused(_ refusal: ServerRefusal) {
        metrics.refused(status: refusal.status)
        log("refused", LogSampler.Kind(refusal.status, isOfBank: false), [:])
    }

    /// A connection was closed before anything was read.
    func turnedAway() {
        metrics.turnedAway()
    }

    /// A connection was closed that had its place.
    func closed(_ reason: ClosingReason) {
        metrics.closed(reason)
    }

    /// Writes a line; of many that are alike only some, with the count of the others.
    private func log(
        _ message: Logger.Message,
        _ kind: LogSampler.Kind,
        _ fields: Logger.Metadata
    ) {
        guard let leftOutCount = sampler.take(kind) else { return }
        var fields = fields
        fields["status"] = .stringConvertible(kind.status)
        if leftOutCount > 0 { fields["left-out"] = .stringConvertible(leftOutCount) }
        logger.info(message, metadata: fields)
    }
}

extension Duration {
    /// Whole milliseconds, the rest cut off.
    var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// Whole microseconds, the rest cut off.
    var wholeMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
