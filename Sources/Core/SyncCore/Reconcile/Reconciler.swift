package import CoreVocabulary
package import Cryptography

/// One comparison of a record with the bank's, run from the record's side.
///
/// The reconciler asks for the root. If the root differs, it descends the trie to the accounts that
/// differ, and searches each of them for the first entry that differs. Its driver carries questions
/// and answers, all as of one cursor. At most ⌈log₁₆ accounts⌉ + 1 rounds lead to the accounts, and
/// ⌈log₁₆ entries⌉ + 1 to the entries, as long as a round's questions fit its limits.
///
/// No data of the bank is taken over: its hashes are only compared with the record's own, and with
/// each other.
package struct Reconciler: Sendable {
    /// State of the comparison: the next step for its driver.
    package enum Step: Hashable, Sendable {
        /// Ask the bank this question, and pass the answer to ``receive(_:ownHashes:)``.
        case ask(ReconcileQuestion)
        /// The comparison is over; no findings mean that both sides have the same.
        case finished([ReconcileFinding])
        /// The comparison found nothing, because the record has to catch up with the bank first.
        case postponed
        /// The answers contradict each other; nothing was found, and the comparison has to start again.
        case contradicted
    }

    /// A path at which both sides are known to differ, and the bank's hash for it.
    private typealias DifferentPlace = (path: TriePath, bankHash: Digest256)
    /// A search that is not over, and the kind of difference if the chains agree throughout.
    private typealias OpenSearch = (search: PrefixSearch, kindAtEnd: ReconcileFinding.Kind)

    private let trie: AccountTrie
    private var isRootAnswered = false
    private var isPostponed = false
    private var isContradicted = false
    private var openPlaces: [DifferentPlace] = []
    private var openSearches: [OpenSearch] = []
    private var findings: [ReconcileFinding] = []

    /// Starts a comparison with the record's own trie as of the comparison's cursor, built from chains
    /// that were computed over its entries.
    package init(trie: AccountTrie) {
        self.trie = trie
    }

    /// The next step for the driver.
    package var step: Step {
        if isContradicted { return .contradicted }
        if isPostponed { return .postponed }
        guard isRootAnswered else { return .ask(.root(trie.root)) }
        if !openPlaces.isEmpty { return .ask(.nodes(askedPlaces.map(\.path))) }
        if !openSearches.isEmpty {
            let places = askedSearches.map {
                ChainPlaces(accountID: $0.search.accountID, places: $0.search.places)
            }
            return .ask(.chains(places))
        }
        return .finished(findings.sorted { $0.accountID < $1.accountID })
    }

    /// Processes the answer to the question of ``step``.
    ///
    /// `ownHashes` returns the hashes of an own account's chain after some sequences, computed over the
    /// entries; nil for a hash that cannot be computed because an entry cannot be read.
    ///
    /// - Throws: Whatever `ownHashes` throws; the comparison is then unchanged.
    package mutating func receive<Failure: Error>(
        _ answer: ReconcileAnswer,
        ownHashes: (AccountID, [Int64]) throws(Failure) -> [Digest256?]
    ) throws(Failure) {
        var next = self
        try next.apply(answer, ownHashes)
        self = next
    }

    private mutating func apply<Failure: Error>(
        _ answer: ReconcileAnswer,
        _ ownHashes: (AccountID, [Int64]) throws(Failure) -> [Digest256?]
    ) throws(Failure) {
        switch (step, answer) {
        case (.ask, .behind): isPostponed = true
        case (.ask(.root), .agrees): isRootAnswered = true
        case (.ask(.root), .differs(let node)):
            isRootAnswered = true
            guard let hash = node.hash(at: .root), hash != trie.root else {
                isContradicted = true
                return
            }
            try compare(node, at: .root, ownHashes)
        case (.ask(.nodes), .nodes(let nodes)): try receiveNodes(nodes, ownHashes)
        case (.ask(.chains), .chains(let hashes)): try receiveChains(hashes, ownHashes)
        default: isContradicted = true
        }
    }

    private var askedPlaces: ArraySlice<DifferentPlace> {
        openPlaces.prefix(ReconcileQuestion.pathLimit)
    }

    private var askedSearches: ArraySlice<OpenSearch> {
        var count = 0
        return openSearches.prefix { open in
            count += open.search.places.count
            return count <= ReconcileQuestion.placeLimit
        }
    }

    private mutating func receiveNodes<Failure: Error>(
        _ nodes: [TrieNode],
        _ ownHashes: (AccountID, [Int64]) throws(Failure) -> [Digest256?]
    ) throws(Failure) {
        let asked = Array(askedPlaces)
        let doAnswer =
            asked.count == nodes.count
            && zip(asked, nodes).allSatisfy { $1.hash(at: $0.path) == $0.bankHash }
        guard doAnswer else {
            isContradicted = true
            return
        }
        openPlaces.removeFirst(asked.count)
        for (place, node) in zip(asked, nodes) { try compare(node, at: place.path, ownHashes) }
    }

    private mutating func compare<Failure: Error>(
        _ node: TrieNode,
        at path: TriePath,
        _ ownHashes: (AccountID, [Int64]) throws(Failure) -> [Digest256?]
    ) throws(Failure) {
        switch node {
        case .branch(let hashes):
            for (digit, own) in trie.childHashes(at: path).enumerated() where own != hashes[digit] {
                guard let child = path.child(digit) else { continue }
                openPlaces.append((child, hashes[digit]))
            }
        case .accounts(let theirs):
            let own = trie.leaves(at: path)
            for leaf in own where !theirs.contains(where: { $0.accountID == leaf.accountID }) {
                note(leaf.accountID, 1, .notAtBank)
            }
            for leaf in theirs { try compare(trie.leaf(of: leaf.accountID), leaf, ownHashes) }
        }
    }

    private mutating func compare<Failure: Error>(
        _ own: AccountLeaf?,
        _ theirs: AccountLeaf,
        _ ownHashes: (AccountID, [Int64]) throws(Failure) -> [Digest256?]
    ) throws(Failure) {
        let accountID = theirs.accountID
        guard let own else { return note(accountID, 1, .notHere) }
        guard own != theirs else { return }
        let (here, there) = (own.accountSequence, theirs.accountSequence)
        let kindAtEnd: ReconcileFinding.Kind =
            here == there ? .differs : here < there ? .hereShorter : .bankShorter
        let shorter = min(here, there)
        // There is nothing to search if a chain is empty; two empty ones differ only by a wrong genesis
        // hash of the bank's leaf.
        guard shorter >= 1 else { return note(accountID, 1, kindAtEnd) }
        if here > there {
            // The bank's leaf has its chain's last hash, which is looked up in the own chain at once.
            let hash = try ownHashes(accountID, [shorter]).first ?? nil
            if hash == theirs.chainHash { return note(accountID, shorter + 1, kindAtEnd) }
        }
        let differsAtLimit = here >= there
        settleOrKeep(
            PrefixSearch(accountID, upTo: shorter, differsAtLimit: differsAtLimit),
            kindAtEnd
        )
    }

    private mutating func receiveChains<Failure: Error>(
        _ answers: [[Digest256?]],
        _ ownHashes: (AccountID, [Int64]) throws(Failure) -> [Digest256?]
    ) throws(Failure) {
        let asked = Array(askedSearches)
        // Both chains reach every requested sequence, so a missing hash is a contradiction.
        let doAnswer =
            asked.count == answers.count
            && zip(asked, answers).allSatisfy {
                $0.search.places.count == $1.count && !$1.contains(nil)
            }
        guard doAnswer else {
            isContradicted = true
            return
        }
        openSearches.removeFirst(asked.count)
        for (open, theirs) in zip(asked, answers) {
            var search = open.search
            let own = try ownHashes(search.accountID, search.places)
            search.narrow(here: own, there: theirs)
            settleOrKeep(search, open.kindAtEnd)
        }
    }

    private mutating func settleOrKeep(_ search: PrefixSearch, _ kindAtEnd: ReconcileFinding.Kind) {
        guard let sequence = search.firstBadSequence else {
            openSearches.append((search, kindAtEnd))
            return
        }
        note(search.accountID, sequence, search.agreesThroughout ? kindAtEnd : .differs)
    }

    private mutating func note(
        _ accountID: AccountID,
        _ sequence: Int64,
        _ kind: ReconcileFinding.Kind
    ) {
        let finding = ReconcileFinding(accountID: accountID, firstBadSequence: sequence, kind: kind)
        findings.append(finding)
    }
}
