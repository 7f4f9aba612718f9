import LedgerService
import LedgerStoreSQLite

/// Measures durable transfers per second of the bank and of a bare loop that writes the same rows.
struct TransferBench {
    /// Number of concurrent callers where commits are shared.
    private static let callerCount = 64

    let plan: BenchPlan.Transfers
    let folder: WorkFolder

    /// Measures every batch size and prints the table.
    func run() async throws {
        var bankFigures: [Int: Figures] = [:]
        var bareFigures: [Int: Figures] = [:]
        var sharedFigures = Figures()
        for round in 1...plan.rounds {
            let place = try folder.makeFolder("bank-\(round)")
            var bank = try await BenchBank(folder: place)
            for size in plan.batchSizes {
                try Progress.show("Transfers in batches of \(size), round \(round)")
                let (ofBank, ofBare) = try await measure(size, &bank, in: place)
                bankFigures[size, default: Figures()].add(ofBank)
                bareFigures[size, default: Figures()].add(ofBare)
            }
            try Progress.show("Transfers of \(Self.callerCount) callers, round \(round)")
            sharedFigures.add(try await measureSharedCommits(&bank))
            try bank.store.close()
        }
        show(bankFigures, bareFigures, sharedFigures)
    }

    /// Returns the transfers per second of the bank and the bare loop, in batches of one size.
    private func measure(
        _ size: Int,
        _ bank: inout BenchBank,
        in place: String
    ) async throws -> (bank: Double, bare: Double) {
        let bare = try BareLoop(booksPath: bank.path, copyPath: "\(place)/bare-\(size).sqlite")
        let batchCount = plan.batchCount(ofSize: size)
        var bankTime = Duration.zero
        var bareTime = Duration.zero
        // One batch more, because the first finds empty caches and is not counted. Both write in
        // turn, so that a slow moment of the disk affects both.
        for number in 0...batchCount {
            try Interruption.check()
            let payments = bank.payments(size)
            let ownTime = try await ContinuousClock().measure {
                try await bank.bank.postAll(payments)
            }
            let otherTime = try bare.write(transferCount: size)
            if number > 0 {
                bankTime += ownTime
                bareTime += otherTime
            }
        }
        let count = Double(size * batchCount)
        return (count / (bankTime / .seconds(1)), count / (bareTime / .seconds(1)))
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

    private func show(_ bank: [Int: Figures], _ bare: [Int: Figures], _ shared: Figures) {
        var table = Table(
            "Durable transfers a second (WAL, synchronous=FULL), \(BenchBank.accountCount) "
                + "accounts at random",
            columns: ["transfers in a commit", "bank", "bare SQLite loop", "ratio"]
        )
        func add(_ name: String, _ own: Figures?, _ other: Figures?) {
            guard let own = own?.median, let other = other?.median else { return }
            table.add([
                name, Digits.short(own.rounded()), Digits.short(other.rounded()),
                Digits.ratio(own, to: other),
            ])
        }
        for size in plan.batchSizes {
            add(Digits.short(Double(size)), bank[size], bare[size])
        }
        add("1 each of \(Self.callerCount) callers, commits shared", shared, bare[1])
        table.print()
    }
}
