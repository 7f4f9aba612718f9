import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import SyncCore
import WireProtocol

/// Measures all kinds of work of one bank, several times.
struct SizeRun {
    /// Number of transfers in a shared commit.
    private static let sharedCount = 100

    let path: String
    let accountCount: Int
    let plan: BenchPlan.Sizes
    /// An empty folder for consoles.
    let folder: String
    /// The clock, which never goes back between passes, because a code is accepted once.
    let clock: BenchClock
    /// The figures of all passes.
    private(set) var figures = SizeFigures()

    /// Measures everything in one pass.
    ///
    /// The first round of each kind warms up and is left out.
    mutating func measure(_ pass: Int) async throws {
        for round in 0...plan.rounds {
            let (books, time) = try await timed { () -> SizedBooks in
                let books = try SizedBooks(path: path, clock)
                try await books.bank.adoptMasterKeys()
                _ = try await books.bank.health()
                return books
            }
            if round > 0 { figures.add(.start, time) }
            if round == plan.rounds {
                try await measureTransfers(books, pass)
                try await measureConsoles(books, pass)
                try await measureFeeds(books)
                try await measureExports(books)
            }
            try books.store.close()
        }
    }

    private mutating func measureTransfers(_ books: SizedBooks, _ pass: Int) async throws {
        var random = SplitMix64(seed: 2_026 + UInt64(pass))
        let first = SizedBooks.quietAccountCount
        let movedCount = accountCount - first
        func payments(_ count: Int) -> [Posting] {
            (0..<count).map { _ in
                let payer = Int.random(in: 0..<movedCount, using: &random)
                let step = Int.random(in: 1..<movedCount, using: &random)
                return BenchBank.posting(
                    from: SizedBooks.accountID(first + payer),
                    to: SizedBooks.accountID(first + (payer + step) % movedCount),
                    SizedBooks.amountMinorUnits,
                    at: clock.now()
                )
            }
        }
        let commits: [(SizeFigures.Kind, Int, Int)] = [
            (.sharedTransfer, Self.sharedCount, 20 * plan.rounds), (.transfer, 1, 40 * plan.rounds),
        ]
        for number in 0..<plan.warmingCommitCount {
            try step("transfers, not counted yet", number, plan.warmingCommitCount)
            try await books.bank.postAll(payments(Self.sharedCount))
        }
        for (kind, size, count) in commits {
            for number in 0..<count {
                try step("transfers", number, count)
                let batch = payments(size)
                let (_, time) = try await timed { try await books.bank.postAll(batch) }
                figures.add(kind, time, units: size)
            }
        }
    }

    private mutating func measureConsoles(_ books: SizedBooks, _ pass: Int) async throws {
        let user = try SizedBooks.user()
        let link = InProcessLink(bank: books.bank)
        for round in 0...plan.rounds {
            try step("consoles", round, plan.rounds)
            clock.goForward(codes: 1)
            // Without a console, which computes a costly hash of its own.
            let (_, time) = try await timed { try await user.signIn(at: clock.now(), over: link) }
            clock.goForward(codes: 1)
            let session = try await ClientSession.measure(
                user,
                over: link,
                clock,
                storageFolder: "\(folder)/\(pass)-\(round)",
                leastEntryCount: SizedBooks.ownAccountCount * SizedBooks.entriesPerAccount
            )
            guard round > 0 else { continue }
            figures.add(.signIn, time)
            figures.add(.firstSync, session.sync, units: session.entryCount)
        }
    }

    private mutating func measureFeeds(_ books: SizedBooks) async throws {
        clock.goForward(codes: 1)
        let link = InProcessLink(bank: books.bank)
        let session = try await SizedBooks.user().signIn(at: clock.now(), over: link)
        func feed(after cursor: Cursor?) async throws -> (FeedBatch, Duration) {
            let feed = FeedRequest(
                cursor: cursor,
                limit: FeedBatch.changeLimit,
                waitMilliseconds: 0
            )
            let request = RequestEnvelope(token: session.tokens.access, request: .feed(feed))
            let (reply, time) = try await timed {
                await books.bank.handle(request, from: .inProcess)
            }
            guard case .feed(let reply) = reply else { throw BenchFailure("Feed: \(reply)") }
            return (reply.batch, time)
        }
        var cursor: Cursor?
        var isBehind = true
        while isBehind {
            let (batch, _) = try await feed(after: cursor)
            cursor = batch.cursor
            isBehind = !batch.reachesHead
        }
        for number in 0...40 * plan.rounds {
            try Interruption.check()
            let own = SizedBooks.accountID(number % SizedBooks.ownAccountCount)
            let other = SizedBooks.accountID(accountCount - 1 - number % SizedBooks.ownAccountCount)
            let posting = BenchBank.posting(
                from: other,
                to: own,
                SizedBooks.amountMinorUnits,
                at: clock.now()
            )
            try await books.bank.postAll([posting])
            let (batch, time) = try await feed(after: cursor)
            guard batch.changes.count == 1 else { throw BenchFailure("A feed misses a change.") }
            cursor = batch.cursor
            let (_, idleTime) = try await feed(after: cursor)
            guard number > 0 else { continue }
            figures.add(.feed, time)
            figures.add(.idleFeed, idleTime)
        }
    }

    private mutating func measureExports(_ books: SizedBooks) async throws {
        let transferCount = accountCount / 2 * SizedBooks.entriesPerAccount
        let middle = SizedBooks.firstBooking.adding(
            seconds: Int64(transferCount / 2 / SizedBooks.transfersPerDay) * 86_400
        )
        let day = ZoneOffset.india.date(of: middle)
        for round in 0...plan.rounds {
            try Interruption.check()
            var count = 0
            let (_, time) = try await timed {
                try await books.bank.exportJournals(from: day, through: day) { _ in count += 1 }
            }
            guard count > 0 else { throw BenchFailure("A day has no transfers.") }
            var ownCount = 0
            let own = SizedBooks.accountID(SizedBooks.ownAccountCount + round)
            let (_, ownTime) = try await timed {
                try await books.bank.exportJournals(account: own) { _ in ownCount += 1 }
            }
            guard ownCount == SizedBooks.entriesPerAccount else {
                throw BenchFailure("An exported account has \(ownCount) entries.")
            }
            guard round > 0 else { continue }
            figures.add(.export, time, units: count)
            figures.add(.accountExport, ownTime, units: ownCount)
        }
    }

    private func step(_ what: String, _ done: Int, _ total: Int) throws(Interrupted) {
        let size = Digits.short(Double(accountCount))
        try Progress.show("A bank of \(size) accounts: \(what), \(100 * done / max(1, total)) %")
    }

    private func timed<Value>(_ body: () async throws -> Value) async throws -> (Value, Duration) {
        let startedAt = ContinuousClock.now
        let value = try await body()
        return (value, .now - startedAt)
    }
}
