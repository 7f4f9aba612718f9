import CoreVocabulary
import Cryptography
import SyncCore
import Testing

@testable import LedgerService

/// Goal: the shelf gives the nearest trie before a place and of nobody else, and stays bounded.
///
/// Method: tries of different sizes put in and asked for.
struct TrieShelfTests {
    private func trie(_ count: Int) -> AccountTrie {
        AccountTrie(
            (0..<count).map {
                AccountLeaf(.genesis(of: AccountID(rawValue: UInt128($0))))
            }
        )
    }

    private func owner(_ user: Int, scope: Int64 = 1, epoch: UInt64 = 1) -> TrieShelf.Owner {
        TrieShelf.Owner(
            userID: UserID(rawValue: UInt128(user)),
            epoch: epoch,
            scopeVersion: scope
        )
    }

    @Test("the nearest trie at or before a place is given, and of the same owner alone")
    func nearest() {
        let shelf = TrieShelf()
        for sequence in [10, 30, 20] as [Int64] {
            shelf.keep(trie(64), of: owner(1), at: sequence)
        }
        #expect(shelf.nearest(of: owner(1), upTo: 9) == nil)
        for (place, found) in [(10, 10), (19, 10), (29, 20), (30, 30), (99, 30)] as [(Int64, Int64)]
        {
            #expect(shelf.nearest(of: owner(1), upTo: place)?.sequence == found)
        }
        #expect(shelf.nearest(of: owner(2), upTo: 99) == nil)
        #expect(shelf.nearest(of: owner(1, scope: 2), upTo: 99) == nil)
        #expect(shelf.nearest(of: owner(1, epoch: 2), upTo: 99) == nil)
    }

    @Test("small tries are not kept, and of large ones those that were used last")
    func bounded() {
        let shelf = TrieShelf()
        shelf.keep(trie(TrieShelf.accountMinimum - 1), of: owner(1), at: 1)
        #expect(shelf.nearest(of: owner(1), upTo: 1) == nil)
        let half = trie(TrieShelf.accountLimit / 2)
        shelf.keep(half, of: owner(1), at: 1)
        shelf.keep(half, of: owner(2), at: 1)
        #expect(shelf.nearest(of: owner(1), upTo: 1) != nil)
        shelf.keep(half, of: owner(3), at: 1)
        #expect(shelf.nearest(of: owner(2), upTo: 1) == nil)
        #expect(shelf.nearest(of: owner(1), upTo: 1) != nil)
        #expect(shelf.nearest(of: owner(3), upTo: 1) != nil)
    }
}
