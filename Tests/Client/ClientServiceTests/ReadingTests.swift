@testable import ClientService
import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore
import Testing

// Goal: pages, searches and statements say what the entries say.
// Method: an account whose entries are known, compared with plain loops over them.

@Suite struct ReadingTests {
    @Test("places count from the newest entry, and those beyond the last are left out")
    func places() async throws {
        let console = Console(amounts: [1, 2, 3, 4, 5])
        try await console.ready()
        func amounts(_ places: Range<Int>) async throws -> [Int64] {
            try await console.client.entries(of: FakeLedger.savings, places: places, among: nil)
                .map(\.amount.minorUnits)
        }
        #expect(try await amounts(0..<2) == [5, 4])
        #expect(try await amounts(3..<9) == [2, 1])
        #expect(try await amounts(5..<9) == [])
        #expect(try await amounts(2..<2) == [])
    }

    // Symptom: an account with the lowest limit there is hid all accounts of its holder. Cause: the
    // sum of one account's figures failed the whole list. Proves that the figure is the nearest one,
    // as at the bank, and that such an account can pay and be paid.
    @Test("an account with the lowest limit there is hides no account")
    func lowestLimit() async throws {
        let console = Console()
        await console.bank.publish([
            .account(FakeLedger.account(FakeLedger.current, "Current", minimumBalance: .min))
        ])
        try await console.ready()
        let balances = try await console.client.accounts().map(\.balance)
        #expect(balances.map(\.available.minorUnits) == [100_000, .max])
        #expect(balances.map(\.overdraft.minorUnits) == [0, .max])
        _ = try await console.review(5, to: FakeLedger.current)
        let draft = TransferDraft(
            from: FakeLedger.current,
            to: FakeLedger.savings,
            amount: Money(minorUnits: .max, currency: FakeLedger.currency),
            reference: "All of it"
        )
        guard case .review = await console.client.review(draft) else {
            Issue.record("what is available could not be reviewed")
            return
        }
    }

    @Test("an account that has nothing left to go below pays nothing, and says so")
    func highestLimit() async throws {
        let console = Console()
        await console.bank.publish([
            .account(FakeLedger.account(FakeLedger.savings, "Savings", minimumBalance: .max))
        ])
        try await console.ready()
        let draft = TransferDraft(
            from: FakeLedger.savings,
            to: FakeLedger.payee,
            amount: Money(minorUnits: .max, currency: FakeLedger.currency),
            reference: "Rent"
        )
        let outcome = await console.client.review(draft)
        #expect(outcome == .problem(.notEnoughAvailable))
    }

    @Test("a search finds what a plain loop finds, and its places stay right as entries arrive")
    func search() async throws {
        var random = SplitMix64(seed: 31)
        let amounts = (0..<3_000).map { _ in Int64(random.next() % 100) + 1 }
        let console = Console(amounts: amounts)
        try await console.ready()
        let stream = await console.client.search(
            EntryFilter(leastMinorUnits: 40, greatestMinorUnits: 45),
            in: FakeLedger.savings
        )
        var last: SearchProgress?
        var reads: [Int] = []
        for await progress in stream {
            reads.append(progress.readCount)
            last = progress
        }
        let final = try #require(last)
        #expect(final.isComplete)
        #expect(final.totalCount == 3_000)
        #expect(reads.first == 256)
        #expect(reads == reads.sorted())
        let expected = amounts.reversed().filter { (40...45).contains($0) }
        #expect(final.matches.count == expected.count)
        let entry = FakeLedger.entry(
            FakeLedger.savings,
            7,
            after: (3_000, amounts.reduce(0, +)),
            transfer: 4_000,
            bookedAt: VirtualClock.start,
            "X",
            "Y"
        )
        await console.bank.publish([.entry(entry)])
        try await console.refresh()
        let found = try await console.client.entries(
            of: FakeLedger.savings,
            places: 0..<expected.count,
            among: final.matches
        )
        #expect(found.map(\.amount.minorUnits) == Array(expected))
    }

    @Test("a search that is cancelled ends without having said that it is complete")
    func cancelledSearch() async throws {
        let console = Console(amounts: [Int64](repeating: 1, count: 1_000))
        try await console.ready()
        let stream = await console.client.search(EntryFilter(), in: FakeLedger.savings)
        let isComplete = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                var isComplete = false
                for await progress in stream {
                    isComplete = progress.isComplete
                    withUnsafeCurrentTask { $0?.cancel() }
                }
                return isComplete
            }
            return await group.next() ?? true
        }
        #expect(!isComplete)
    }

    @Test(
        "text is found without regard to case, in counterparty or reference",
        arguments: [
            ("kāvya", true), ("KĀVYA", true), ("wages", true), ("WAG", true), ("", true),
            ("straße", true), ("STRASSE", false), ("kavya", false), ("wagesx", false),
        ]
    )
    func text(needle: String, isFound: Bool) {
        let entry = FakeLedger.entry(
            FakeLedger.savings,
            -5,
            after: (0, 10),
            transfer: 1,
            bookedAt: VirtualClock.start,
            "Kāvya Straße",
            "Wages May"
        )
        let matcher = EntryMatcher(EntryFilter(text: needle))
        #expect(matcher.matches(entry.canonicalBytes) == isFound)
    }

    // Symptom: `1,332.95`, `20 Nov` and the receipt found nothing, though rows said just that.
    // Cause: only the two texts of an entry were looked through.
    @Test(
        "what a row prints is found as it is printed, from the beginning of a figure or word on",
        arguments: [
            ("1,332.95", true), ("1332.95", true), ("-1,332.95 DR", true), ("1,332.95 dr", true),
            ("1,33", true), ("133", true), ("332.95", false), ("1,332.96", false),
            ("+1,332.95", false), ("1,332.95 CR", false), ("12,34,567.05", true),
            ("(1,332.95", false), ("(1,332.95)", false),
            ("1234567.05", true), ("02 Mar 2026", true), ("02 mar", true), ("mar 2026", true),
            ("MAR", true), ("2 mar", false), ("Apr", false), ("00000000-0000-0000-0000", true),
            ("00000000-0000-0000-0000-00000000002a", true),
            ("00000000-0000-0000-0000-00000000002b", false), ("face", false),
        ]
    )
    func printed(needle: String, isFound: Bool) throws {
        let day = try #require(BusinessDate("2026-03-02"))
        let entry = FakeLedger.entry(
            FakeLedger.savings,
            -1_332_95,
            after: (0, 12_34_567_05 + 1_332_95),
            transfer: 42,
            bookedAt: ZoneOffset.india.startOfDay(day),
            "A",
            "B"
        )
        try #require(entry.valueDate == day)
        try #require(entry.transferID.rawValue == 42)
        let matcher = EntryMatcher(EntryFilter(text: needle))
        #expect(matcher.matches(entry.canonicalBytes) == isFound)
    }

    @Test("one of two readings of the same words has to hold, and each part in its own cell")
    func parts() {
        let entry = FakeLedger.entry(
            FakeLedger.savings,
            -1_332_95,
            after: (0, 5_000_00),
            transfer: 1,
            bookedAt: VirtualClock.start,
            "Kaveri",
            "Rent Nov 2026"
        )
        func matches(_ text: String, _ parts: EntryFilter.Parts?) -> Bool {
            EntryMatcher(EntryFilter(text: text, parts: parts)).matches(entry.canonicalBytes)
        }
        #expect(
            matches("rent nov 2026", EntryFilter.Parts(words: ["rent"], day: "Nov 2026")),
            "as it stands"
        )
        func figure(_ text: String) -> EntryFilter.Parts {
            EntryFilter.Parts(words: ["kaveri"], figure: text)
        }
        #expect(matches("kaveri 1,332.95", figure("1,332.95")))
        #expect(!matches("kaveri 1,332.95", nil))
        #expect(!matches("kaveri 1,332.96", figure("1,332.96")))
        let debit = EntryFilter(direction: .debit)
        let credit = EntryFilter(direction: .credit)
        #expect(EntryMatcher(debit).matches(entry.canonicalBytes))
        #expect(!EntryMatcher(credit).matches(entry.canonicalBytes))
        // Where the words with the direction among them stand in the row, it is none.
        for (phrase, isFound) in [("Kav", true), ("cr kav", false)] {
            let named = EntryFilter(text: "nowhere", phrase: phrase, direction: .credit)
            #expect(EntryMatcher(named).matches(entry.canonicalBytes) == isFound)
        }
    }

    // Symptom: `kaveri rent` found a row in one list and not in the list of its account. Cause: all
    // words had to stand together there, and each anywhere here.
    @Test(
        "each of several words stands anywhere in the row",
        arguments: [
            (["kaveri", "rent"], true), (["rent", "kaveri"], true), (["rent", "5,000"], false),
            (["rent", "1,332"], true), (["kaveri", "wages"], false),
        ]
    )
    func severalWords(words: [String], isFound: Bool) {
        let entry = FakeLedger.entry(
            FakeLedger.savings,
            -1_332_95,
            after: (0, 5_000_00),
            transfer: 1,
            bookedAt: VirtualClock.start,
            "Kaveri",
            "Rent"
        )
        let filter = EntryFilter(
            text: words.joined(separator: " "),
            parts: EntryFilter.Parts(words: words)
        )
        #expect(EntryMatcher(filter).matches(entry.canonicalBytes) == isFound)
    }

    @Test("amounts are compared without their sign, dates by value date, all together")
    func filters() throws {
        let entry = FakeLedger.entry(
            FakeLedger.savings,
            -500,
            after: (0, 1_000),
            transfer: 1,
            bookedAt: VirtualClock.start,
            "A",
            "B"
        )
        func matches(_ filter: EntryFilter) -> Bool {
            EntryMatcher(filter).matches(entry.canonicalBytes)
        }
        let day = entry.valueDate
        let before = try #require(day.adding(days: -1))
        let after = try #require(day.adding(days: 1))
        #expect(matches(EntryFilter(leastMinorUnits: 500, greatestMinorUnits: 500)))
        #expect(!matches(EntryFilter(leastMinorUnits: 501)))
        #expect(!matches(EntryFilter(greatestMinorUnits: 499)))
        #expect(!matches(EntryFilter(leastMinorUnits: 10, greatestMinorUnits: 5)))
        #expect(matches(EntryFilter(from: day, to: day)))
        #expect(!matches(EntryFilter(to: before)))
        #expect(!matches(EntryFilter(from: after)))
        #expect(!matches(EntryFilter(from: after, to: before)))
        #expect(!matches(EntryFilter(text: "a", leastMinorUnits: 501)))
    }

    @Test("recent activity is the newest over all accounts")
    func recentActivity() async throws {
        let console = Console(amounts: [1, 2, 3])
        try await console.ready()
        let entry = FakeLedger.entry(
            FakeLedger.current,
            9,
            after: (0, 0),
            transfer: 50,
            bookedAt: VirtualClock.start,
            "X",
            "Y"
        )
        await console.bank.publish([.entry(entry)])
        try await console.refresh()
        let recent = try await console.client.recentActivity(limit: 3)
        #expect(recent.map(\.amount.minorUnits) == [9, 3, 2])
        #expect(try await console.client.recentActivity(limit: 0).isEmpty)
    }

    @Test("statements split entries at the bank's midnight, and add up from month to month")
    func statements() async throws {
        let console = Console(amounts: [])
        let zone = ZoneOffset.india
        // 1 March 2026 in India begins at 18:30 the day before in Greenwich.
        let march = zone.startOfDay(try #require(BusinessDate(year: 2026, month: 3, day: 1)))
        let may = zone.startOfDay(try #require(BusinessDate(year: 2026, month: 5, day: 1)))
        let times = [march.adding(seconds: -1), march, march.adding(seconds: 5), may]
        var last: (sequence: Int64, balance: Int64) = (0, 0)
        var changes: [FeedChange] = []
        for (index, (time, amount)) in zip(times, [1_000, 200, -300, 40] as [Int64]).enumerated() {
            let entry = FakeLedger.entry(
                FakeLedger.savings,
                amount,
                after: last,
                transfer: UInt128(index),
                bookedAt: time,
                "A",
                "B"
            )
            last = (entry.accountSequence, entry.balanceAfterMinorUnits)
            changes.append(.entry(entry))
        }
        await console.bank.publish(changes)
        try await console.ready()
        let months = try await console.client.statementMonths(of: FakeLedger.savings)
        #expect(months.map(\.month) == [5, 4, 3, 2])
        var opening: Int64 = 0
        for month in months.reversed() {
            let statement = try await console.client.statement(
                of: FakeLedger.savings,
                month: month
            )
            #expect(statement.opening.minorUnits == opening)
            let sum = try statement.opening.adding(statement.credits)
                .subtracting(statement.debits)
            #expect(sum == statement.closing)
            opening = statement.closing.minorUnits
            let entries = try await console.client.entries(
                of: FakeLedger.savings,
                places: statement.places,
                among: nil
            )
            #expect(entries.allSatisfy { StatementMonth(of: $0.bookedAt, in: zone) == month })
        }
        #expect(opening == 940)
        let statement = try await console.client.statement(
            of: FakeLedger.savings,
            month: StatementMonth(year: 2026, month: 3)
        )
        #expect(statement.credits.minorUnits == 200)
        #expect(statement.debits.minorUnits == 300)
        #expect(statement.places == 1..<3)
        var head = ChainHead.genesis(of: FakeLedger.savings)
        for case .entry(let entry) in changes.prefix(3) { head = try head.extended(by: entry) }
        #expect(statement.chainHash == head.hash.description)
    }

    @Test("a month before the first entry is empty, and one that no year has is unknown")
    func oddStatements() async throws {
        let console = Console()
        try await console.ready()
        let early = try await console.client.statement(
            of: FakeLedger.savings,
            month: StatementMonth(year: 1999, month: 12)
        )
        #expect(early.opening.isZero)
        #expect(early.closing.isZero)
        #expect(early.places.isEmpty)
        let entryCount = try await console.savings().entryCount
        #expect(early.newestSequence == Int64(entryCount))
        await #expect(throws: ClientError(.statementUnknown)) {
            try await console.client.statement(
                of: FakeLedger.savings,
                month: StatementMonth(year: 2026, month: 13)
            )
        }
    }

    @Test("a set of matches counts what was put in, and finds every place")
    func matchSet() {
        var random = SplitMix64(seed: 41)
        var set = MatchSet()
        var expected: [Int] = []
        for place in 0..<1_000 {
            let isMatch = random.next() % 3 == 0
            set.append(isMatch)
            if isMatch { expected.append(place) }
        }
        #expect(set.count == expected.count)
        #expect((0..<set.count).map { set.place(ofMatch: $0) } == expected)
        #expect(set.place(ofMatch: set.count) == nil)
        #expect(set.place(ofMatch: -1) == nil)
    }
}
