import CoreVocabulary
import SyncCore

extension SubmitEvidenceRequest {
    var json: JSONValue {
        .object([
            JSONMember("type", "submit-evidence"),
            JSONMember("account", accountID),
            JSONMember("items", .array(items.map(\.json))),
        ])
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        let accountID: AccountID = try reader.identifier("account")
        let elements = try reader.array("items")
        guard (1...Self.itemLimit).contains(elements.count) else { throw .invalidField("items") }
        var items: [EvidenceItem] = []
        for element in elements { items.append(try EvidenceItem(json: element)) }
        guard items.allSatisfy({ $0.entry.accountID == accountID }) else {
            throw .invalidField("items")
        }
        self.init(accountID: accountID, items: items)
    }
}

extension EvidenceItem {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("reason", reason.rawValue),
            JSONMember("entry", base64: FeedChange.entry(entry).canonicalBytes),
        ])
    }

    fileprivate init(json: JSONValue) throws(WireError) {
        var reader = try JSONObjectReader(json, field: "items")
        guard let reason = ChainBreak(rawValue: try reader.string("reason")) else {
            throw .invalidField("reason")
        }
        let bytes = try reader.bytes("entry")
        // One byte more says which kind of change it is. What cannot be read is refused just below.
        guard bytes.count <= EntryRecord.evidenceByteLimit + 1,
            case .entry(let entry) = try? FeedChange(canonicalBytes: bytes)
        else { throw .invalidField("entry") }
        try reader.finish()
        self.init(reason: reason, entry: entry)
    }
}

extension EvidenceVerdict {
    static func list(_ elements: [JSONValue]) throws(WireError) -> [EvidenceVerdict] {
        var verdicts: [EvidenceVerdict] = []
        for element in elements {
            guard case .string(let word) = element, let verdict = EvidenceVerdict(rawValue: word)
            else { throw .invalidField("verdicts") }
            verdicts.append(verdict)
        }
        return verdicts
    }
}
