import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerStoreSQLite
import SyncCore
import Testing

@testable import LedgerService

/// Goal: a user with many accounts is told exactly what one with few is, in any number of answers.
///
/// Method: random books, read forwards in every mix of sizes beside a reading that opens the sources
/// of all accounts at once.
struct FeedSourcesTests {
    /// One mix of sizes.
    private struct Sizes {
        let accounts: Int
        let scan: Int
        let limit: Int

        static let all: [Sizes] = [0, 2].flatMap { accounts in
            [1, 7, 100].flatMap { scan in
                [1, 5, 2_000].map { Sizes(accounts: accounts, scan: scan, limit: $0) }
            }
        }

        var limits: SyncLimits {
            var limits = SyncLimits()
            limits.feedAccountCount = accounts
            limits.feedScanCount = scan
            limits.firstRowCount = min(limit, limits.firstRowCount)
            return limits
        }
    }

    @Test(
        "read forwards a feed is the same, and no journal is parted",
        arguments: 1...3 as ClosedRange<UInt64>
    )
    func readForwards(seed: UInt64) async throws {
        let bank = try await TestBank.open()
        try await Self.live(bank, seed: seed)
        let seal = try await bank.bank.syncTools().seal
        let user = try bank.user("tara")
        func batch(_ limits: SyncLimits, _ cursor: Cursor?, _ limit: Int) async throws -> FeedBatch
        {
            try await bank.store.read { reader in
                let tools = SyncTools(seal: seal, tries: nil, limits: limits)
                let view = try SyncView(reader, of: user, tools)
                return try FeedReader(view, after: cursor).batch(limit: limit)
            }
        }
        func batches(
            _ limits: SyncLimits,
            _ cursor: Cursor?,
            _ limit: Int
        ) async throws -> [FeedBatch] {
            var found = [try await batch(limits, cursor, limit)]
            while let last = found.last, !last.reachesHead {
                let next = try await batch(limits, last.cursor, limit)
                try #require(next.cursor.feedSequence > last.cursor.feedSequence)
                found.append(next)
            }
            return found
        }
        let places = try await batches(SyncLimits(), nil, 1).map(\.cursor)
        let own = Set(try ["savings", "current"].map { try bank.account($0) })
        let starts: [Cursor?] = [
            nil, places[places.count / 3], places[places.count / 2], places[places.count - 5],
        ]
        for start in starts {
            let whole = try await batches(SyncLimits(), start, 2_000).flatMap(\.changes)
            let sizes = Self.journalSizes(whole, own)
            for mix in Sizes.all {
                let read = try await batches(mix.limits, start, mix.limit)
                #expect(read.flatMap(\.changes) == whole, "\(mix)")
                for part in read {
                    let parts = Self.journalSizes(part.changes, own)
                    #expect(parts.allSatisfy { sizes[$0.key] == $0.value }, "\(mix)")
                }
            }
        }
    }

    /// How many entries of each journal stand on some accounts.
    private static func journalSizes(
        _ changes: [FeedChange],
        _ accounts: Set<AccountID>
    ) -> [JournalID: Int] {
        var sizes: [JournalID: Int] = [:]
        for case .entry(let entry) in changes where accounts.contains(entry.accountID) {
            sizes[entry.journalID, default: 0] += 1
        }
        return sizes
    }

    /// Grants that come and go, journals of several transfers, holds and payees, in random order.
    private static func live(_ bank: TestBank, seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let words = ["savings", "current", "rohan", "stranger", "cash"]
        let tara = try bank.user("tara")
        for _ in 0..<40 {
            let word = words[Int.random(in: 2..<words.count, using: &random)]
            let account = try bank.account(word)
            switch Int.random(in: 0..<10, using: &random) {
            case 0: try await bank.bank.grantAccess(.view, to: account, for: tara)
            case 1: try await bank.bank.grantAccess(.viewMasked, to: account, for: tara)
            case 2: try await bank.bank.revokeAccess(to: account, for: tara)
            case 3: try await bank.bank.addPayee(account, named: "Payee", for: tara)
            case 4:
                let kind = TransferKind.pend(expiresAt: nil)
                _ = try await bank.bank.post([bank.posting("savings", word, 10, kind: kind)])
            default:
                let parts = try (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    let debit = Int.random(in: 0..<words.count, using: &random)
                    let step = Int.random(in: 1..<words.count, using: &random)
                    let credit = (debit + step) % words.count
                    return try bank.posting(words[debit], words[credit], 10)
                }
                let journal = Journal(
                    id: JournalID(rawValue: bank.bits()),
                    transfers: parts.flatMap(\.journal.transfers)
                )
                let narratives = parts.flatMap(\.narratives)
                _ = try await bank.bank.post([Posting(journal: journal, narratives: narratives)])
            }
        }
    }
}
