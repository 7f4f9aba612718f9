import CoreVocabulary
import SyncCore

extension RecordsRequest {
    var json: JSONValue {
        .object([
            JSONMember("type", "records"),
            JSONMember("at", at),
            JSONMember("accounts", .array(accountIDs.map { .string($0.description) })),
            JSONMember("payees", .boolean(hasPayees)),
        ])
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        let elements = try reader.array("accounts")
        guard elements.count <= Self.accountLimit else { throw .invalidField("accounts") }
        var accountIDs: [AccountID] = []
        for element in elements {
            guard case .string(let text) = element, let id = AccountID(text) else {
                throw .invalidField("accounts")
            }
            accountIDs.append(id)
        }
        // Each costs a look, however often it is named.
        guard Set(accountIDs).count == accountIDs.count else { throw .invalidField("accounts") }
        self.init(
            at: try reader.cursor("at"),
            accountIDs: accountIDs,
            hasPayees: try reader.boolean("payees")
        )
    }
}

extension RecordsAnswer {
    var members: [JSONMember] {
        switch self {
        case .behind: [JSONMember("answer", "behind")]
        case .told(let told):
            [
                JSONMember("answer", "told"),
                JSONMember("accounts", told.accountCount),
                JSONMember("changes", FeedChange.json(of: told.changes)),
                JSONMember("payees", .boolean(told.hasPayees)),
            ]
        }
    }

    init(reader: inout JSONObjectReader) throws(WireError) {
        switch try reader.string("answer") {
        case "behind": self = .behind
        case "told":
            let count = try reader.unsigned("accounts", as: Int.self)
            guard (0...RecordsRequest.accountLimit).contains(count) else {
                throw .invalidField("accounts")
            }
            self = .told(
                ToldRecords(
                    accountCount: count,
                    changes: try FeedChange.list(try reader.array("changes")),
                    hasPayees: try reader.boolean("payees")
                )
            )
        default: throw .invalidField("answer")
        }
    }
}
