import CoreVocabulary
import Cryptography
import SyncCore

/// One comparison, with the part of the record that each of its steps needs.
struct RecordComparison: Sendable {
    private var reconciler: Reconciler
    private let trie: AccountTrie
    /// Number of entries that the bank named for an account, used to ask for them and never adopted.
    private(set) var bankLengths: [AccountID: Int64] = [:]

    init(trie: AccountTrie) {
        self.trie = trie
        reconciler = Reconciler(trie: trie)
    }

    var step: Reconciler.Step { reconciler.step }

    /// Receives the answer to the question of ``step``.
    ///
    /// - Throws: What the record throws.
    mutating func receive(_ answer: ReconcileAnswer, from records: any RecordStore) async throws {
        var hashes: [AccountID: [Int64: Digest256]] = [:]
        func fetch(_ accountID: AccountID, _ sequences: [Int64]) async throws {
            let found = try await records.chainHashes(of: accountID, at: sequences)
            for (sequence, hash) in zip(sequences, found) {
                hashes[accountID, default: [:]][sequence] = hash
            }
        }
        if case .ask(.chains(let questions)) = step {
            for question in questions { try await fetch(question.accountID, question.places) }
        }
        for leaf in Self.leaves(of: answer) {
            bankLengths[leaf.accountID] = leaf.accountSequence
            guard let own = trie.leaf(of: leaf.accountID), leaf.accountSequence >= 1,
                own.accountSequence > leaf.accountSequence
            else { continue }
            try await fetch(leaf.accountID, [leaf.accountSequence])
        }
        reconciler.receive(answer) { accountID, sequences in
            sequences.map { hashes[accountID]?[$0] }
        }
    }

    private static func leaves(of answer: ReconcileAnswer) -> [AccountLeaf] {
        let nodes: [TrieNode] =
            switch answer {
            case .differs(let node): [node]
            case .nodes(let nodes): nodes
            case .agrees, .behind, .chains: []
            }
        return nodes.flatMap { node -> [AccountLeaf] in
            if case .accounts(let leaves) = node { leaves } else { [] }
        }
    }
}
