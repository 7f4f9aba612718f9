public import CoreVocabulary
public import Cryptography

/// What one side asks the other in one round of a comparison.
public enum ReconcileQuestion: Hashable, Sendable {
    /// The most paths in one round; an answer stays below 200 KB.
    public static let pathLimit = 256
    /// The most places in one round, those of all accounts together.
    public static let placeLimit = 1_024

    /// Is this the root of your trie?
    case root(Digest256)
    /// What stands at these paths of your trie?
    case nodes([TriePath])
    /// What are the hashes of these accounts' chains after these entries?
    case chains([ChainPlaces])
}

/// Places in the chain of an account.
public struct ChainPlaces: Hashable, Sendable {
    /// The account that is asked about.
    public let accountID: AccountID
    /// How many entries in, 1 or more each.
    public let places: [Int64]

    /// Names places of an account.
    public init(accountID: AccountID, places: [Int64]) {
        self.accountID = accountID
        self.places = places
    }
}

/// The answer to one round of a comparison.
public enum ReconcileAnswer: Hashable, Sendable {
    /// The roots are the same.
    case agrees
    /// What the user may see changed after the cursor: nothing is compared before the console has
    /// caught up.
    case behind
    /// They differ; this stands at the root here.
    case differs(TrieNode)
    /// What stands at each path, in the order of the question.
    case nodes([TrieNode])
    /// For each account in the order of the question the hash after each place; nil where its
    /// chain is shorter, or the account is not here.
    case chains([[Digest256?]])
}

extension AccountTrie {
    /// Answers a round.
    ///
    /// - Parameters:
    ///   - question: The question, within its limits.
    ///   - chainHashes: The hashes of an account's chain after some places, nil past its end; asked
    ///     only for accounts of this trie.
    /// - Returns: The answer.
    /// - Throws: What `chainHashes` throws.
    public func answer<Failure: Error>(
        _ question: ReconcileQuestion,
        chainHashes: (AccountID, [Int64]) throws(Failure) -> [Digest256?]
    ) throws(Failure) -> ReconcileAnswer {
        switch question {
        case .root(let asked):
            return asked == root ? .agrees : .differs(node(at: .root))
        case .nodes(let paths):
            return .nodes(paths.map { node(at: $0) })
        case .chains(let questions):
            var answers: [[Digest256?]] = []
            answers.reserveCapacity(questions.count)
            for question in questions {
                guard let leaf = leaf(of: question.accountID) else {
                    answers.append(question.places.map { _ in nil })
                    continue
                }
                // What came after the cursor is no part of this trie.
                let hashes = try chainHashes(question.accountID, question.places)
                answers.append(
                    zip(question.places, hashes).map { $0 <= leaf.accountSequence ? $1 : nil }
                )
            }
            return .chains(answers)
        }
    }
}
