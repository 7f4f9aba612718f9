package import CoreVocabulary
package import Cryptography

/// Question that one side asks the other in one round of a comparison.
package enum ReconcileQuestion: Hashable, Sendable {
    /// Maximum number of paths in one round; an answer stays below 200 KB.
    package static let pathLimit = 256
    /// Maximum number of chain positions in one round, over all accounts.
    package static let placeLimit = 1_024

    /// Asks whether this is the root of the other side's trie.
    case root(Digest256)
    /// Asks for the nodes at these paths of the other side's trie.
    case nodes([TriePath])
    /// Asks for the chain hashes of these accounts after these entries.
    case chains([ChainPlaces])
}

/// Positions in the chain of one account.
package struct ChainPlaces: Hashable, Sendable {
    /// The account whose chain is asked for.
    package let accountID: AccountID
    /// Sequences in the chain, 1 or more each.
    package let places: [Int64]

    /// Creates positions in an account's chain.
    package init(accountID: AccountID, places: [Int64]) {
        self.accountID = accountID
        self.places = places
    }
}

/// The answer to one round of a comparison.
package enum ReconcileAnswer: Hashable, Sendable {
    /// Both sides have the same root.
    case agrees
    /// The user's data changed after the cursor; nothing is compared until the console has caught
    /// up.
    case behind
    /// The roots differ; the value is the root node of the answering side.
    case differs(TrieNode)
    /// The node at each path, in the order of the question.
    case nodes([TrieNode])
    /// The chain hash after each position, for each account in the order of the question.
    ///
    /// A hash is nil if the chain is shorter or the account is not there.
    case chains([[Digest256?]])
}

extension AccountTrie {
    /// Answers a question of one round.
    ///
    /// `chainHashes` returns the hashes of an account's chain after some sequences, nil past its end.
    /// It is called only for accounts of this trie.
    ///
    /// - Throws: Whatever `chainHashes` throws.
    package func answer<Failure: Error>(
        _ question: ReconcileQuestion,
        chainHashes: (AccountID, [Int64]) throws(Failure) -> [Digest256?]
    ) throws(Failure) -> ReconcileAnswer {
        switch question {
        case .root(let asked): return asked == root ? .agrees : .differs(node(at: .root))
        case .nodes(let paths): return .nodes(paths.map { node(at: $0) })
        case .chains(let questions):
            var answers: [[Digest256?]] = []
            answers.reserveCapacity(questions.count)
            for question in questions {
                guard let leaf = leaf(of: question.accountID) else {
                    answers.append(question.places.map { _ in nil })
                    continue
                }
                // Entries after the cursor are not part of this trie.
                let hashes = try chainHashes(question.accountID, question.places)
                answers.append(
                    zip(question.places, hashes).map { $0 <= leaf.accountSequence ? $1 : nil }
                )
            }
            return .chains(answers)
        }
    }
}
