import CoreVocabulary
import SyncCore
import Synchronization

/// Tries of users with many accounts, kept so that the rounds of a comparison and the checkpoints
/// of a stream need not read every account again.
///
/// Only a help: each is the trie of rows that never change, and is built anew when it is not here.
final class TrieShelf: Sendable {
    /// The fewest accounts for which a trie is kept; a smaller one is built as fast as found.
    static let accountMinimum = 64
    /// The most accounts in all tries together: about 25 MB.
    static let accountLimit = 100_000

    /// Whose trie, in which life of the books, and which accounts the user saw.
    struct Owner: Hashable {
        let userID: UserID
        let epoch: UInt64
        let scopeVersion: Int64
    }

    private struct Kept {
        let owner: Owner
        let sequence: Int64
        let trie: AccountTrie
    }

    /// The one that was used last stands last.
    private let shelf = Mutex<[Kept]>([])

    /// The trie at a place in the feed, or the one nearest before it.
    func nearest(of owner: Owner, upTo sequence: Int64) -> (trie: AccountTrie, sequence: Int64)? {
        shelf.withLock { shelf in
            var found: Int?
            for (index, kept) in shelf.enumerated()
            where kept.owner == owner && kept.sequence <= sequence
                && kept.sequence >= found.map({ shelf[$0].sequence }) ?? 0
            {
                found = index
            }
            guard let found else { return nil }
            let kept = shelf.remove(at: found)
            shelf.append(kept)
            return (kept.trie, kept.sequence)
        }
    }

    /// Keeps a trie, in place of what there is no room for.
    func keep(_ trie: AccountTrie, of owner: Owner, at sequence: Int64) {
        guard trie.count >= Self.accountMinimum else { return }
        shelf.withLock { shelf in
            shelf.removeAll { $0.owner == owner && $0.sequence == sequence }
            shelf.append(Kept(owner: owner, sequence: sequence, trie: trie))
            var count = shelf.reduce(0) { $0 + $1.trie.count }
            while count > Self.accountLimit, shelf.count > 1 {
                count -= shelf.removeFirst().trie.count
            }
        }
    }
}
