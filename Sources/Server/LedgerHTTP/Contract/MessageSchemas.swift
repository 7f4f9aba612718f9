import WireProtocol

/// Schemas that are published under a name: parts that several messages share, and the replies.
enum MessageSchemas {
    typealias NamedSchema = (name: String, schema: WireSchema, note: String)

    /// The names and schemas, in the order of the document.
    static let all: [NamedSchema] = shared + messages

    /// The parts, in the order in which the messages use them first.
    private static var shared: [NamedSchema] {
        var found: [NamedSchema] = []
        let forms = Route.allCases.map(\.forms) + messages.map { [[WireMember("", $0.schema)]] }
        for member in forms.joined().joined() { collect(member.schema, into: &found) }
        return found
    }

    private static func collect(_ schema: WireSchema, into found: inout [NamedSchema]) {
        switch schema {
        case .named(let name, let schema, let note):
            guard !found.contains(where: { $0.name == name }) else { return }
            found.append((name, schema, note))
            collect(schema, into: &found)
        case .list(let element, _, _): collect(element, into: &found)
        case .object(let members): members.forEach { collect($0.schema, into: &found) }
        case .either(let schemas): schemas.forEach { collect($0, into: &found) }
        default: return
        }
    }

    private static let messages: [NamedSchema] = [
        reply("SignedIn", "signed-in", "A session has begun."),
        reply("Renewed", "renewed", "The next tokens."),
        reply("SignedOut", "signed-out", "The session has ended."),
        reply("Sessions", "sessions", "The user's sessions, the oldest first."),
        reply("SyncBegun", "sync-begun", "How to synchronise."),
        reply("Snapshot", "snapshot", "A page of the record as it was at a cursor."),
        reply("Feed", "feed", "Changes after a cursor."),
        reply("Entries", "entries", "Entries of an account, in order."),
        reply("Evidence", "evidence", "What became of each item, in the order of the request."),
        reply("Intent", "intent", "How a transfer stands."),
        reply(
            "Intents",
            "intents",
            "How each transfer of a batch stands, in the order of the request."
        ),
        reply("Done", "done", "It was done."),
        reply("Reconciliation", "reconcile", "The answer to one round of a comparison."),
        reply(
            "Records",
            "records",
            "Accounts with their holds, and the payees, as they were at a cursor."
        ),
        (
            "StreamEvent", StreamEvent.fields.schema,
            "The data of one event of the stream; its type is the event's."
        ),
        (
            "Problem", HTTPProblem.fields.schema,
            "Why something was not done (RFC 9457); its type is stable, its words are not."
        ),
    ]

    private static func reply(_ name: String, _ word: String, _ note: String) -> NamedSchema {
        (name, Reply.fields.schema(ofVariant: word), note)
    }
}
