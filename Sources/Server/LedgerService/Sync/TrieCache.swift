import CoreVocabulary
import SyncCore
import Synchronization

/// Cache of tries of users with many accounts.
///
/// With it, the rounds of a comparison and the checkpoints of a stream need not read every account
/// again. Each trie is derived from rows that never change, and is rebuilt on a miss.
final class TrieCache: Sendable {
    /// Minimum number of accounts of a cached trie; a smaller one is rebuilt as fast as looked up.
    static let accountMinimum = 64
    /// Maximum number of accounts in all cached tries together, about 25 MB.
    static let accountLimit = 100_000

    /// Cache key: the user, the epoch and the version of the user's grants.
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

    /// The cached tries in the order of their last use, the most recent last.
    private let tries = Mutex<[Kept]>([])

    /// Returns the trie at a feed number, or the nearest one before it.
    func nearest(of owner: Owner, upTo sequence: Int64) -> (trie: AccountTrie, sequence: Int64)? {
        tries.withLock { tries in
            var found: Int?
            for (index, kept) in tries.enumerated()
            where kept.owner == owner && kept.sequence <= sequence
                && kept.sequence >= found.map({ tries[$0].sequence }) ?? 0
            {
                found = index
            }
            guard let found else { return nil }
            let kept = tries.remove(at: found)
            tries.append(kept)
            return (kept.trie, kept.sequence)
        }
    }

    /// Caches a trie and evicts the least recently used ones beyond the limit.
    func keep(_ trie: AccountTrie, of owner: Owner, at sequence: Int64) {
        guard trie.count >= Self.accountMinimum else { return }
        tries.withLock { tries in
            tries.removeAll { $0.owner == owner && $0.sequence == sequence }
            tries.append(Kept(owner: owner, sequence: sequence, trie: trie))
            var count = tries.reduce(0) { $0 + $1.trie.count }
            while count > Self.accountLimit, tries.count > 1 {
                count -= tries.removeFirst().trie.count
            }
        }
    }
}
