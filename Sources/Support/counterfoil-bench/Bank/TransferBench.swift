import LedgerService
import LedgerStoreSQLite

/// Measures durable transfers per second of the bank and of a bare loop that writes the same rows.
struct TransferBench {
    /// Number of concurrent callers where commits are shared.
    private static let callerCount = 64
    /// Goal for the ratio of the bank's transfers to those of the bare loop.
    private static let goal = 0.8

    let plan: BenchPlan.Transfers
    let folder: WorkFolder

    /// Measures every batch size and prints the table.
    func run() async throws {
        var bankFigures: [Int: Figures] = [:]
        var bareFigures: [Int: Figures] = [:]
        var leanFigures: [Int: Figures] = [:]
        var sharedFigures = Figures()
        for round in 1...plan.rounds {
            let place = try folder.makeFolder("bank-\(round)")
            var bank = try await BenchBank(folder: place)
            for size in plan.batchSizes {
                try Progress.show("Transfers in batches of \(size), round \(round)")
                let speeds = try await measure(size, &bank, in: place)
                bankFigures[size, default: Figures()].add(speeds.bank)
                bareFigures[size, default: Figures()].add(speeds.bare)
                leanFigures[size, default: Figures()].add(speeds.lean)
            }
            try Progress.show("Transfers of \(Self.callerCount) callers, round \(round)")
            sharedFigures.add(try await measureSharedCommits(&bank))
            try bank.store.close()
        }
        show(bankFigures, bareFigures, leanFigures, sharedFigures)
    }

    /// Returns the transfers per second of the bank and both bare loops, in batches of one size.
    private func measure(
        _ size: Int,
        _ bank: inout BenchBank,
        in place: String
    ) async throws -> (bank: Double, bare: Double, lean: Double) {
        let bare = try BareLoop(booksPath: bank.path, copyPath: "\(place)/bare-\(size).sqlite")
        let lean = try BareLoop(
            booksPath: bank.path,
            copyPath: "\(place)/lean-\(size).sqlite",
            isLean: true
        )
        let batchCount = plan.batchCount(ofSize: size)
        var bankTime = Duration.zero
        var bareTime = Duration.zero
        var leanTime = Duration.zero
        // One batch more, because the first finds empty caches and is not counted. All write in
        // turn, so that a slow moment of the disk affects all.
        for number in 0...batchCount {
            try Interruption.check()
            let payments = bank.payments(size)
            let ownTime = try await ContinuousClock().measure {
                try await bank.bank.postAll(payments)
            }
            let otherTime = try bare.write(transferCount: size)
            let leanestTime = try lean.write(transferCount: size)
            if number > 0 {
                bankTime += ownTime
                bareTime += otherTime
                leanTime += leanestTime
            }
        }
        let count = Double(size * batchCount)
        func speed(_ time: Duration) -> Double { count / (time / .seconds(1)) }
        return (speed(bankTime), speed(bareTime), speed(leanTime))
    }

    /// Returns the transfers per second of concurrent callers that post one each and share commits.
    private func measureSharedCommits(_ bank: inout BenchBank) async throws -> Double {
        let each = plan.batchCount(ofSize: Self.callerCount) / 2
        let payments = (0..<Self.callerCount).map { _ in bank.payments(each) }
        let opened = bank.bank
        let time = try await ContinuousClock().measure {
            try await withThrowingTaskGroup { group in
                for own in payments {
                    group.addTask { for payment in own { try await opened.postAll([payment]) } }
                }
                try await group.waitForAll()
            }
        }
        return Double(each * Self.callerCount) / (time / .seconds(1))
    }

    private func show(
        _ bank: [Int: Figures],
        _ bare: [Int: Figures],
        _ lean: [Int: Figures],
        _ shared: Figures
    ) {
        var table = Table(
            "Durable transfers a second, WAL, synchronous=FULL, \(BenchBank.accountCount) "
                + "accounts at random",
            columns: [
                "transfers in a commit", "bank", "lean loop", "bare SQLite loop", "ratio", "goal",
            ]
        )
        func row(_ name: String, _ own: Double, _ lean: Double?, _ other: Double) -> [String] {
            [
                name, Digits.short(own.rounded()), lean.map { Digits.short($0.rounded()) } ?? "-",
                Digits.short(other.rounded()), Digits.ratio(own, to: other),
            ]
        }
        for size in plan.batchSizes {
            guard let own = bank[size]?.median, let other = bare[size]?.median else { continue }
            table.add(
                row(Digits.short(Double(size)), own, lean[size]?.median, other),
                goal: .atLeast(Self.goal, times: other, own)
            )
        }
        if let own = shared.median, let other = bare[1]?.median {
            table.add(row("1 each of \(Self.callerCount) callers, commits shared", own, nil, other))
        }
        table.print()
    }
}
