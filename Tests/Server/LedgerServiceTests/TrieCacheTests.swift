import BankTestKit
import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

@testable import LedgerService

/// Goal: the cache gives the nearest trie before a place and of nobody else, and stays bounded.
///
/// Method: tries of different sizes put in and asked for.
struct TrieCacheTests {
    private func trie(_ count: Int) -> AccountTrie {
        AccountTrie(
            (0..<count).map {
                AccountLeaf(.genesis(of: AccountID(rawValue: UInt128($0))))
            }
        )
    }

    private func owner(_ user: Int, scope: Int64 = 1, epoch: UInt64 = 1) -> TrieCache.Owner {
        TrieCache.Owner(
            userID: UserID(rawValue: UInt128(user)),
            epoch: epoch,
            scopeVersion: scope
        )
    }

    @Test("the nearest trie at or before a place is given, and of the same owner alone")
    func nearest() {
        let cache = TrieCache()
        for sequence in [10, 30, 20] as [Int64] {
            cache.keep(trie(64), of: owner(1), at: sequence)
        }
        #expect(cache.nearest(of: owner(1), upTo: 9) == nil)
        for (place, found) in [(10, 10), (19, 10), (29, 20), (30, 30), (99, 30)] as [(Int64, Int64)]
        {
            #expect(cache.nearest(of: owner(1), upTo: place)?.sequence == found)
        }
        #expect(cache.nearest(of: owner(2), upTo: 99) == nil)
        #expect(cache.nearest(of: owner(1, scope: 2), upTo: 99) == nil)
        #expect(cache.nearest(of: owner(1, epoch: 2), upTo: 99) == nil)
    }

    @Test("small tries are not kept, and of large ones those that were used last")
    func bounded() {
        let cache = TrieCache()
        cache.keep(trie(TrieCache.accountMinimum - 1), of: owner(1), at: 1)
        #expect(cache.nearest(of: owner(1), upTo: 1) == nil)
        let half = trie(TrieCache.accountLimit / 2)
        cache.keep(half, of: owner(1), at: 1)
        cache.keep(half, of: owner(2), at: 1)
        #expect(cache.nearest(of: owner(1), upTo: 1) != nil)
        cache.keep(half, of: owner(3), at: 1)
        #expect(cache.nearest(of: owner(2), upTo: 1) == nil)
        #expect(cache.nearest(of: owner(1), upTo: 1) != nil)
        #expect(cache.nearest(of: owner(3), upTo: 1) != nil)
    }

    // Symptom: a console that had the whole history of an account was told that it had it wrong.
    // Cause: a trie with half of it was the base of a later one, and old entries are no news.
    @Test("a trie from the middle of a granted history is not the base of the next one")
    func middleOfHistory() async throws {
        let bank = try await TestBank.open()
        let (user, id) = (try bank.user("rohan"), try bank.account("stranger"))
        try await bank.openManyAccounts(TrieCache.accountMinimum, for: user)
        for amount in 1...10 as ClosedRange<Int64> {
            let refusals = try await bank.bank.post([bank.posting("cash", "stranger", amount)])
            #expect(refusals == [nil])
        }
        try await bank.bank.grantAccess(.view, to: id, for: user)
        let seal = try await bank.bank.syncTools().seal
        let roots = try await bank.store.read { reader in
            let cache = TrieCache()
            let view = try SyncView(
                reader,
                of: user,
                SyncTools(seal: seal, tries: cache, limits: SyncLimits())
            )
            let grant = try #require(try reader.grant(of: user, for: id))
            #expect(grant.backfillCount == 10)
            let middle = grant.baseSequence + 3
            #expect(try view.trie(at: middle).leaf(of: id)?.accountSequence == 3)
            // It is there, and near enough.
            let owner = TrieCache.Owner(
                userID: user,
                epoch: view.epoch,
                scopeVersion: view.scopeVersion
            )
            #expect(cache.nearest(of: owner, upTo: view.head)?.sequence == middle)
            #expect(view.head - middle <= Int64(TrieCache.accountMinimum))
            let anew = try SyncView(
                reader,
                of: user,
                SyncTools(seal: seal, tries: nil, limits: SyncLimits())
            )
            return [try view.trie(at: view.head).root, try anew.trie(at: anew.head).root]
        }
        #expect(roots[0] == roots[1])
    }
}

extension TestBank {
    /// Opens accounts that a user sees.
    fileprivate func openManyAccounts(_ count: Int, for user: UserID) async throws {
        for number in 0..<count {
            let id = AccountID(rawValue: UInt128(70_000 + number))
            try await bank.openAccount(
                NewAccount(
                    opening: AccountOpening(
                        id: id,
                        currency: .indianRupee,
                        normalBalance: .credit
                    ),
                    profile: AccountProfile(
                        number: "6010\(70_000 + number)",
                        branchCode: "SHYD0000101",
                        holder: "Holder \(number)",
                        product: "Savings"
                    )
                )
            )
            try await bank.grantAccess(.view, to: id, for: user)
        }
    }
}
