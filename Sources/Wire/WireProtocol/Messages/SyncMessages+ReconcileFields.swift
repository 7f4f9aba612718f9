import CoreVocabulary
import Cryptography
import SyncCore

extension ReconcileRequest {
    static let fields = WireFields<ReconcileRequest>(
        Self.init,
        .required("at", .cursor, \.at),
        .inline(ReconcileQuestion.fields, \.question)
    )
}

extension ReconcileQuestion {
    fileprivate static let fields = WireFields<ReconcileQuestion>.firstMember([
        WireVariant("root", .value("root", .digest), ReconcileQuestion.root) {
            if case .root(let root) = $0 { root } else { nil }
        },
        WireVariant(
            "paths",
            .value("paths", .list(of: .path, through: pathLimit)),
            ReconcileQuestion.nodes
        ) {
            if case .nodes(let paths) = $0 { paths } else { nil }
        },
        WireVariant("chains", chainFields, ReconcileQuestion.chains) {
            if case .chains(let chains) = $0 { chains } else { nil }
        },
    ])

    private static let chainFields = WireFields<[ChainPlaces]>.value(
        "chains",
        .list(of: .object(ChainPlaces.fields), through: placeLimit)
    )
    .requiring("chains", "At most \(placeLimit) places over all accounts.") { chains in
        chains.reduce(0) { $0 + $1.places.count } <= placeLimit
    }
}

extension ChainPlaces {
    fileprivate static let fields = WireFields<ChainPlaces>(
        Self.init,
        .required("account", .identifier(), \.accountID),
        .required("places", .list(of: .oneOrMore, through: ReconcileQuestion.placeLimit), \.places)
    )
}

extension ReconcileAnswer {
    static let fields = WireFields<ReconcileAnswer>.choice(
        "answer",
        [
            WireVariant("agrees", .agrees), WireVariant("behind", .behind),
            WireVariant("differs", .value("node", .trieNode), ReconcileAnswer.differs) {
                if case .differs(let node) = $0 { node } else { nil }
            },
            WireVariant(
                "nodes",
                .value("nodes", .list(of: .trieNode, through: ReconcileQuestion.pathLimit)),
                ReconcileAnswer.nodes
            ) {
                if case .nodes(let nodes) = $0 { nodes } else { nil }
            },
            WireVariant(
                "chains",
                .value("chains", .list(of: hashes, through: ReconcileQuestion.placeLimit)),
                ReconcileAnswer.chains
            ) {
                if case .chains(let chains) = $0 { chains } else { nil }
            },
        ]
    )

    private static let hashes = WireType<[Digest256?]>.list(
        of: .nullable(.digest),
        through: ReconcileQuestion.placeLimit
    )
}

extension AccountLeaf {
    fileprivate static let fields = WireFields<AccountLeaf>(
        Self.init,
        .required("account", .identifier(), \.accountID),
        .required("sequence", .zeroOrMore(), \.accountSequence),
        .required("chain", .digest, \.chainHash)
    )
}

extension WireType where Value == TrieNode {
    /// The type of nodes: an object with a list of accounts, or a list of sixteen hashes.
    static var trieNode: WireType {
        let leaves = WireFields<[AccountLeaf]>.value(
            "accounts",
            .list(of: .object(AccountLeaf.fields), through: TrieNode.listLimit)
        )
        let hashes = WireType<[Digest256]>.list(
            of: .digest,
            from: TrieNode.width,
            through: TrieNode.width
        )
        return WireType(
            .either([leaves.schema, hashes.schema()]),
            write: { node in
                switch node {
                case .accounts(let accounts): leaves.json(of: accounts)
                case .branch(let branch): hashes.write(branch)
                }
            },
            read: { json throws(WireError) in
                guard case .object(let members) = json else {
                    return try hashes.read(json).map { .branch($0) }
                }
                return .accounts(try leaves.value(of: members))
            }
        )
        .named(
            "TrieNode",
            "What stands at a path of the trie: a few accounts, or the hashes of sixteen nodes."
        )
    }
}
