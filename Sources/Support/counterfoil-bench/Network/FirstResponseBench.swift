import ClientService
import SyncCore
import WireProtocol

/// Measures the first response on a new connection over TLS, beside the same exchange on one that
/// is open.
struct FirstResponseBench {
    /// Goal for the first response: a delayed acknowledgement would add 40 ms.
    private static let goalMilliseconds = 10.0

    let plan: BenchPlan.Network
    let folder: WorkFolder

    /// Measures both in turn, for one entry and for a full page, and prints the table.
    func run() async throws {
        let stage = try await NetworkStage("response", in: folder, customerCount: 1)
        try await stage.pay(FeedBatch.changeLimit, into: stage.customer.accounts)
        let (small, page) = try await stage.serving { address in
            let small = try await measure(1, stage, at: address)
            return (small, try await measure(FeedBatch.changeLimit, stage, at: address))
        }
        var table = Table(
            "First response over TLS on loopback, from connecting to its last byte",
            columns: ["", "unit", "new connection", "p99", "open connection", "p99", "goal"]
        )
        func row(_ name: String, _ times: Times) -> [String] {
            let values = [
                times.first.median, times.first.percentile(99), times.next.median,
                times.next.percentile(99),
            ]
            return [name, "ms"] + values.map { $0.map(Digits.short) ?? "-" }
        }
        table.add(
            row("one change, p50", small),
            goal: .atMost(Self.goalMilliseconds, small.first.median, "ms")
        )
        table.add(row("\(Digits.short(Double(FeedBatch.changeLimit))) changes, p50", page))
        table.print()
    }

    /// Times of an exchange on new and on open connections.
    private struct Times: Sendable {
        var first = Figures()
        var next = Figures()
    }

    private func measure(
        _ changeCount: Int,
        _ stage: NetworkStage,
        at address: BankAddress
    ) async throws -> Times {
        let token = try await stage.signIn(stage.customer).tokens.access
        stage.clock.goForward(codes: 1)
        let request = FeedRequest(cursor: nil, limit: changeCount, waitMilliseconds: 0)
        let bytes = RequestEnvelope(token: token, request: .feed(request)).encoded
        var times = Times()
        for round in 0...plan.connectionCount {
            try Progress.show("First responses, round \(round) of \(plan.connectionCount)")
            let link = address.link()
            let first = try await Self.time(bytes, over: link)
            let next = try await Self.time(bytes, over: link)
            guard round > 0 else { continue }
            times.first.add(first)
            times.next.add(next)
        }
        return times
    }

    private static func time(_ bytes: [UInt8], over link: any BankLink) async throws -> Duration {
        let startedAt = ContinuousClock.now
        let received = try await link.send(bytes)
        let time = ContinuousClock.now - startedAt
        guard case .feed = try Reply(encoded: received) else {
            throw BenchFailure("The bank gives no news.")
        }
        return time
    }
}
