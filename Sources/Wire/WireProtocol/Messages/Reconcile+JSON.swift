import CoreVocabulary
import Cryptography
import SyncCore

extension ReconcileRequest {
    var json: JSONValue {
        .object([JSONMember("type", "reconcile"), JSONMember("at", cursor)] + question)
    }

    private var question: [JSONMember] {
        switch self {
        case .root(_, let root):
            [JSONMember("root", root)]
        case .nodes(_, let paths):
            [JSONMember("paths", .array(paths.map { .string($0.text) }))]
        case .chain(_, let accountID, let places):
            [
                JSONMember("account", accountID),
                JSONMember("places", .array(places.map { .integer($0) })),
            ]
        }
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        let cursor = try reader.cursor("at")
        if reader.has("root") {
            self = .root(at: cursor, try reader.digest("root"))
        } else if reader.has("paths") {
            let elements = try reader.array("paths")
            guard elements.count <= Self.questionLimit else { throw .invalidField("paths") }
            var paths: [TriePath] = []
            for element in elements {
                guard case .string(let text) = element, let path = TriePath(text: text) else {
                    throw .invalidField("paths")
                }
                paths.append(path)
            }
            self = .nodes(at: cursor, paths)
        } else {
            let account: AccountID = try reader.identifier("account")
            let elements = try reader.array("places")
            guard elements.count <= Self.questionLimit else { throw .invalidField("places") }
            var places: [Int64] = []
            for element in elements {
                guard case .integer(let place) = element, place >= 1 else {
                    throw .invalidField("places")
                }
                places.append(place)
            }
            self = .chain(at: cursor, account, places)
        }
    }
}

extension ReconcileReply {
    var members: [JSONMember] {
        switch self {
        case .agrees: [JSONMember("answer", "agrees")]
        case .differs(let node): [JSONMember("answer", "differs"), JSONMember("node", node.json)]
        case .nodes(let nodes):
            [JSONMember("answer", "nodes"), JSONMember("nodes", .array(nodes.map(\.json)))]
        case .chain(let hashes):
            [
                JSONMember("answer", "chain"),
                JSONMember(
                    "hashes",
                    .array(hashes.map { $0.map { .string(Base64.encode($0.bytes)) } ?? .null })
                ),
            ]
        }
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        switch try reader.string("answer") {
        case "agrees": self = .agrees
        case "differs": self = .differs(try TrieNode(json: try reader.value("node")))
        case "nodes":
            var nodes: [TrieNode] = []
            for element in try reader.array("nodes") { nodes.append(try TrieNode(json: element)) }
            self = .nodes(nodes)
        case "chain":
            var hashes: [Digest256?] = []
            for element in try reader.array("hashes") {
                hashes.append(element == .null ? nil : try Digest256(json: element))
            }
            self = .chain(hashes)
        default: throw .invalidField("answer")
        }
    }
}

extension TrieNode {
    var json: JSONValue {
        switch self {
        case .empty: .null
        case .leaf(let leaf):
            .object([
                JSONMember("account", leaf.accountID),
                JSONMember("sequence", leaf.accountSequence),
                JSONMember("chain", leaf.chainHash),
            ])
        case .branch(let hashes):
            .array(hashes.map { .string(Base64.encode($0.bytes)) })
        }
    }

    init(json: JSONValue) throws(WireError) {
        switch json {
        case .null: self = .empty
        case .array(let elements):
            guard elements.count == 16 else { throw .invalidField("node") }
            var hashes: [Digest256] = []
            for element in elements { hashes.append(try Digest256(json: element)) }
            self = .branch(hashes)
        default:
            var reader = try JSONObjectReader(json, field: "node")
            let sequence = try reader.integer("sequence")
            guard sequence >= 0 else { throw .invalidField("sequence") }
            self = .leaf(
                AccountLeaf(
                    accountID: try reader.identifier("account"),
                    accountSequence: sequence,
                    chainHash: try reader.digest("chain")
                )
            )
            try reader.finish()
        }
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
