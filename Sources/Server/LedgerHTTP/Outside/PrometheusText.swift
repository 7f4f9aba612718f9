import LedgerService
import WireProtocol

/// Formats metrics for Prometheus.
///
/// Source: Prometheus text exposition format 0.0.4.
enum PrometheusText {
    /// Media type of the page.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Returns the whole page, without the bank's own values if it did not answer.
    static func page(
        of values: ServerMetrics.Values,
        _ events: BankEventCounter,
        _ health: BankHealth?,
        backupAgeSeconds: Int64? = nil
    ) -> String {
        var page = Page()
        requests(values, &page)
        page.family("bank_events_total", "counter", "What the bank tells its operator.")
        for event in BankMetricEvent.allCases {
            page.line(
                "bank_events_total",
                [("event", event.rawValue)],
                String(events.count(of: event))
            )
        }
        durations(values, &page)
        gauges(values, health, &page)
        if let backupAgeSeconds {
            let help = "How long ago the last backup was made."
            page.gauge("last_backup_age_seconds", help, backupAgeSeconds)
        }
        return page.text
    }

    /// The text of the page, with each metric family under its own heading.
    private struct Page {
        private(set) var text = ""

        mutating func family(_ name: String, _ kind: String, _ help: String) {
            text += "# HELP counterfoil_\(name) \(help)\n# TYPE counterfoil_\(name) \(kind)\n"
        }

        mutating func line(_ name: String, _ labels: [(String, String)], _ value: String) {
            let list = labels.map { #"\#($0.0)="\#($0.1)""# }.joined(separator: ",")
            text += "counterfoil_\(name)\(labels.isEmpty ? "" : "{\(list)}") \(value)\n"
        }

        mutating func gauge(_ name: String, _ help: String, _ value: Int64) {
            family(name, "gauge", help)
            line(name, [], String(value))
        }
    }

    private static func requests(_ values: ServerMetrics.Values, _ page: inout Page) {
        page.family("requests_total", "counter", "Requests that were answered.")
        let outcomes = values.outcomes.sorted {
            ($0.key.label.text, $0.key.status) < ($1.key.label.text, $1.key.status)
        }
        for (outcome, count) in outcomes {
            let labels = [("route", outcome.label.text), ("status", String(outcome.status))]
            page.line("requests_total", labels, String(count))
        }
        page.family("refused_total", "counter", "What was refused before it was a request.")
        for (status, count) in values.refusals.sorted(by: { $0.key < $1.key }) {
            page.line("refused_total", [("status", String(status))], String(count))
        }
        let turnedAway = "connections_turned_away_total"
        page.family(turnedAway, "counter", "Connections that found no place.")
        page.line(turnedAway, [], String(values.turnedAwayCount))
        let closed = "connections_closed_total"
        page.family(closed, "counter", "Connections that were closed unread, or to make room.")
        for reason in ClosingReason.allCases {
            let count = values.closings[reason, default: 0]
            page.line(closed, [("reason", reason.rawValue)], String(count))
        }
        page.family("sign_in_failures_total", "counter", "Sign-ins that were refused.")
        for code in Problem.Code.allCases {
            guard let count = values.signInFailures[code] else { continue }
            page.line("sign_in_failures_total", [("code", code.rawValue)], String(count))
        }
    }

    private static func durations(_ values: ServerMetrics.Values, _ page: inout Page) {
        let name = "request_seconds"
        page.family(name, "histogram", "How long requests took, streams and long polls included.")
        for (label, durations) in values.durations.sorted(by: { $0.key.text < $1.key.text }) {
            let route = ("route", label.text)
            var total: Int64 = 0
            for (index, count) in durations.counts.enumerated() {
                total += count
                let ends = ServerMetrics.bucketMicroseconds
                let end = index < ends.count ? seconds(ends[index]) : "+Inf"
                page.line(name + "_bucket", [route, ("le", end)], String(total))
            }
            page.line(name + "_sum", [route], seconds(durations.sumMicroseconds))
            page.line(name + "_count", [route], String(total))
        }
    }

    private static func gauges(
        _ values: ServerMetrics.Values,
        _ health: BankHealth?,
        _ page: inout Page
    ) {
        page.gauge("requests_in_flight", "Requests under way.", values.inFlightCount)
        page.gauge("streams_open", "Streams that are open.", values.openStreamCount)
        page.gauge("bank_answers", "Whether the bank answered in time.", health == nil ? 0 : 1)
        guard let health else { return }
        page.gauge("feed_head", "The number of the last change.", health.feedHead)
        page.gauge(
            "sync_lag_changes",
            "How many changes the stream that is furthest behind has not sent.",
            max(0, health.feedHead - (values.slowestStream ?? health.feedHead))
        )
        page.gauge(
            "sequencer_lag_changes",
            "How many changes of the books nobody was told of yet.",
            health.sequencerLag
        )
        page.gauge(
            "commit_queue_length",
            "Requests that wait for the next commit.",
            Int64(health.waitingCommitCount)
        )
        page.gauge("feeds_waiting", "Feeds that wait for news.", Int64(health.waitingFeedCount))
    }

    /// Returns microseconds as an exact decimal number of seconds.
    static func seconds(_ microseconds: Int64) -> String {
        let fraction = String(microseconds % 1_000_000)
        let digits = String(repeating: "0", count: 6 - fraction.utf8.count) + fraction
        var text = Substring("\(microseconds / 1_000_000).\(digits)")
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return String(text)
    }
}
