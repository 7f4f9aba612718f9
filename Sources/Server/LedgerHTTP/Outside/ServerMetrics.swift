import Synchronization
import WireProtocol

/// The counters of the server.
///
/// All labels are from fixed sets, so that no peer can make the metrics grow without bound.
final class ServerMetrics: Sendable {
    /// Upper bounds of the duration buckets, in microseconds.
    static let bucketMicroseconds: [Int64] = [
        1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
        2_500_000, 5_000_000, 10_000_000, 30_000_000,
    ]

    /// The durations of one route's requests.
    struct Durations: Sendable {
        /// Number of requests by bucket; the last is for those above all bounds.
        var counts = [Int64](repeating: 0, count: ServerMetrics.bucketMicroseconds.count + 1)
        /// Sum of all durations, in microseconds.
        var sumMicroseconds: Int64 = 0
    }

    /// A route with the status of its answers.
    struct Outcome: Hashable, Sendable {
        let label: RouteLabel
        let status: Int
    }

    /// All values at one moment.
    struct Values: Sendable {
        var outcomes: [Outcome: Int64] = [:]
        var durations: [RouteLabel: Durations] = [:]
        var refusals: [Int: Int64] = [:]
        var signInFailures: [Problem.Code: Int64] = [:]
        var turnedAwayCount: Int64 = 0
        var closings: [ClosingReason: Int64] = [:]
        var inFlightCount: Int64 = 0
        var openStreamCount: Int64 = 0
        var lastStreamNumber: UInt64 = 0
        /// The last change sent on each open stream, by the stream's number.
        var streamPlaces: [UInt64: Int64] = [:]

        /// The feed sequence of the stream that is furthest behind; nil without streams.
        var slowestStream: Int64? { streamPlaces.values.min() }
    }

    private let values = Mutex(Values())

    /// A copy of the present values.
    var now: Values { values.withLock { $0 } }

    func begin() {
        values.withLock { $0.inFlightCount += 1 }
    }

    func end(_ label: RouteLabel, status: Int, after duration: Duration) {
        let microseconds = duration.wholeMicroseconds
        let bucket =
            Self.bucketMicroseconds.firstIndex { microseconds <= $0 }
            ?? Self.bucketMicroseconds.count
        values.withLock { values in
            values.inFlightCount -= 1
            values.outcomes[Outcome(label: label, status: status), default: 0] += 1
            values.durations[label, default: Durations()].counts[bucket] += 1
            values.durations[label, default: Durations()].sumMicroseconds += microseconds
        }
    }

    func refused(status: Int) {
        values.withLock { $0.refusals[status, default: 0] += 1 }
    }

    /// Counts a connection closed before anything was read.
    func turnedAway() {
        values.withLock { $0.turnedAwayCount += 1 }
    }

    /// Counts the closing of an accepted connection.
    func closed(_ reason: ClosingReason) {
        values.withLock { $0.closings[reason, default: 0] += 1 }
    }

    func signInFailed(_ code: Problem.Code) {
        values.withLock { $0.signInFailures[code, default: 0] += 1 }
    }

    /// Notes the change up to which a stream was sent.
    func stream(_ number: UInt64, isAt feedSequence: Int64) {
        values.withLock { $0.streamPlaces[number] = feedSequence }
    }

    /// Counts a new stream and returns its number.
    func streamOpened() -> UInt64 {
        values.withLock { values in
            values.openStreamCount += 1
            values.lastStreamNumber += 1
            return values.lastStreamNumber
        }
    }

    func streamClosed(_ number: UInt64) {
        values.withLock { values in
            values.openStreamCount -= 1
            values.streamPlaces[number] = nil
        }
    }
}
