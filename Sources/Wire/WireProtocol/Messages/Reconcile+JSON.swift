import CoreVocabulary
import Cryptography
import SyncCore

extension ReconcileRequest {
    var json: JSONValue {
        .object([JSONMember("type", "reconcile"), JSONMember("at", at), question.member])
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            at: try reader.cursor("at"),
            question: try ReconcileQuestion(reader: &reader)
        )
    }
}

extension ReconcileQuestion {
    fileprivate var member: JSONMember {
        switch self {
        case .root(let root): JSONMember("root", root)
        case .nodes(let paths): JSONMember("paths", .array(paths.map { .string($0.text) }))
        case .chains(let chains): JSONMember("chains", .array(chains.map(\.json)))
        }
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        if reader.has("root") {
            self = .root(try reader.digest("root"))
        } else if reader.has("paths") {
            let elements = try reader.array("paths")
            guard elements.count <= Self.pathLimit else { throw .invalidField("paths") }
            var paths: [TriePath] = []
            for element in elements {
                guard case .string(let text) = element, let path = TriePath(text: text) else {
                    throw .invalidField("paths")
                }
                paths.append(path)
            }
            self = .nodes(paths)
        } else {
            let elements = try reader.array("chains")
            guard elements.count <= Self.placeLimit else { throw .invalidField("chains") }
            var chains: [ChainPlaces] = []
            for element in elements { chains.append(try ChainPlaces(json: element)) }
            guard chains.reduce(0, { $0 + $1.places.count }) <= Self.placeLimit else {
                throw .invalidField("chains")
            }
            self = .chains(chains)
        }
    }
}

extension ChainPlaces {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("account", accountID),
            JSONMember("places", .array(places.map { .integer($0) })),
        ])
    }

    fileprivate init(json: JSONValue) throws(WireError) {
        var reader = try JSONObjectReader(json, field: "chains")
        let account: AccountID = try reader.identifier("account")
        let elements = try reader.array("places")
        guard elements.count <= ReconcileQuestion.placeLimit else {
            throw .invalidField("places")
        }
        var places: [Int64] = []
        for element in elements {
            guard case .integer(let place) = element, place >= 1 else {
                throw .invalidField("places")
            }
            places.append(place)
        }
        try reader.finish()
        self.init(accountID: account, places: places)
    }
}

extension ReconcileAnswer {
    var members: [JSONMember] {
        switch self {
        case .agrees: [JSONMember("answer", "agrees")]
        case .behind: [JSONMember("answer", "behind")]
        case .differs(let node): [JSONMember("answer", "differs"), JSONMember("node", node.json)]
        case .nodes(let nodes):
            [JSONMember("answer", "nodes"), JSONMember("nodes", .array(nodes.map(\.json)))]
        case .chains(let chains):
            [
                JSONMember("answer", "chains"),
                JSONMember("chains", .array(chains.map { .array($0.map(Self.json(of:))) })),
            ]
        }
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        switch try reader.string("answer") {
        case "agrees": self = .agrees
        case "behind": self = .behind
        case "differs": self = .differs(try TrieNode(json: try reader.value("node")))
        case "nodes":
            var nodes: [TrieNode] = []
            for element in try reader.array("nodes") { nodes.append(try TrieNode(json: element)) }
            self = .nodes(nodes)
        case "chains":
            var chains: [[Digest256?]] = []
            for element in try reader.array("chains") {
                guard case .array(let elements) = element else { throw .invalidField("chains") }
                var hashes: [Digest256?] = []
                for element in elements {
                    hashes.append(element == .null ? nil : try Digest256(json: element))
                }
                chains.append(hashes)
            }
            self = .chains(chains)
        default: throw .invalidField("answer")
        }
    }

    private static func json(of hash: Digest256?) -> JSONValue {
        hash.map { .string(Base64.encode($0.bytes)) } ?? .null
    }
}

/// Accounts are an object with a list of them, a branch is a list of sixteen hashes.
extension TrieNode {
    var json: JSONValue {
        switch self {
        case .accounts(let leaves):
            .object([JSONMember("accounts", .array(leaves.map(\.json)))])
        case .branch(let hashes):
            .array(hashes.map { .string(Base64.encode($0.bytes)) })
        }
    }

    init(json: JSONValue) throws(WireError) {
        guard case .array(let elements) = json else {
            var reader = try JSONObjectReader(json, field: "node")
            let elements = try reader.array("accounts")
            guard elements.count <= Self.listLimit else { throw .invalidField("accounts") }
            var leaves: [AccountLeaf] = []
            for element in elements { leaves.append(try AccountLeaf(json: element)) }
            try reader.finish()
            self = .accounts(leaves)
            return
        }
        guard elements.count == Self.width else { throw .invalidField("node") }
        var hashes: [Digest256] = []
        for element in elements { hashes.append(try Digest256(json: element)) }
        self = .branch(hashes)
    }
}

extension AccountLeaf {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("account", accountID),
            JSONMember("sequence", accountSequence),
            JSONMember("chain", chainHash),
        ])
    }

    fileprivate init(json: JSONValue) throws(WireError) {
        var reader = try JSONObjectReader(json, field: "accounts")
        let sequence = try reader.integer("sequence")
        guard sequence >= 0 else { throw .invalidField("sequence") }
        self.init(
            accountID: try reader.identifier("account"),
            accountSequence: sequence,
            chainHash: try reader.digest("chain")
        )
        try reader.finish()
    }
}

extension Digest256 {
    fileprivate init(json: JSONValue) throws(WireError) {
        guard case .string(let text) = json, let bytes = Base64.decode(text),
            let digest = Digest256(bytes)
        else { throw .invalidField("hash") }
        self = digest
    }
}

extension TriePath {
    /// The digits in hexadecimal; empty for the root.
    var text: String {
        digits.map { String($0, radix: 16) }.joined()
    }

    init?(text: String) {
        var digits: [UInt8] = []
        for character in text {
            guard let digit = character.hexDigitValue else { return nil }
            digits.append(UInt8(digit))
        }
        self.init(digits: digits)
        guard self.text == text else { return nil }
    }
}
