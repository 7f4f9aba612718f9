import CoreVocabulary
import Cryptography
import SyncCore
import Testing
import WireProtocol

@testable import SimulationKit

// Goal: no field of a message is forgotten: it is forged, or the table says what finds it altered.
// Method: the fields of the contract, of the events of a stream and of the records in canonical
// bytes, each against the table.
@Suite("fields of messages")
struct MessageFieldTests {
    @Test("each field of a request is forged")
    func requestsAreForged() throws {
        // Where a stream begins is a cursor, and judged as that of a feed is.
        let known = MessageFields.ofRequests + ["stream.Last-Event-ID"]
        #expect(try Contract().requests == Set(known))
    }

    @Test("of each field of a reply, an event and a record the table says what finds it altered")
    func repliesAreInTheTable() throws {
        let names = try Contract().replies.union(Self.events()).union(Self.records)
        #expect(names == Set(Self.table))
        #expect(Set(Self.table).count == Self.table.count, "each of them stands there once")
    }

    // Symptom: the rows of snapshots and of answers by place, the account of an entry, a count of
    // entries and what comparisons are answered stood in the table, and were never forged.
    @Test("what is forged in replies is all that something finds, but for what nobody is told")
    func forgedIsFound() {
        let finders = MessageFields.Finder.allCases.filter { $0 != .line }
        let found = finders.flatMap { MessageFields.ofReplies(foundBy: $0) }
        let told = Set(found).subtracting(MessageFields.neverTold)
        #expect(told == Set(MessageFields.forgedInReplies))
        #expect(MessageFields.forgedInReplies.count == told.count, "each of them stands there once")
        #expect(Set(MessageFields.neverTold).isSubset(of: found))
    }

    @Test("nobody in the town has more accounts than an answer to a comparison lists at once")
    func accountsAreListed() {
        #expect(Town.accounts.count <= TrieNode.listLimit)
    }

    @Test("each field of what is reviewed, of an entry and of a cursor can be altered")
    func partsAreAltered() {
        let reviewed = Set(Forgery.ReviewedField.allCases.map(\.rawValue))
        #expect(Set(Self.labels(of: Samples.reviewed)) == reviewed.union(["intentKey"]))
        let entry = Set(EntryField.allCases.map(\.rawValue))
        #expect(Set(Self.labels(of: Samples.entry)) == entry)
        let cursor = CursorField.allCases.map(\.rawValue)
        #expect(Self.labels(of: Samples.cursor) == cursor)
    }

    private static var table: [String] {
        MessageFields.Finder.allCases.flatMap { MessageFields.ofReplies(foundBy: $0) }
    }

    private static func labels(of value: Any) -> [String] {
        Mirror(reflecting: value).children.compactMap(\.label)
    }

    private static func events() throws -> Set<String> {
        let cursor = Samples.cursor
        let all: [StreamEvent] = [
            .delta(FeedBatch(changes: [], after: cursor, cursor: cursor, head: cursor)),
            .checkpoint(
                StreamCheckpoint(
                    after: cursor,
                    cursor: cursor,
                    head: cursor,
                    root: .zero,
                    serverTime: .epoch
                )
            ),
            .heartbeat(StreamHeartbeat(head: cursor, serverTime: .epoch, lifeMilliseconds: 1)),
            .control(.wipe(nonce: [])),
        ]
        var names: Set<String> = []
        for event in all {
            guard case .object(let members) = try StrictJSON.parse(event.encoded) else { continue }
            for member in members where member.name != "type" {
                names.insert("event.\(event.kind).\(member.name)")
            }
        }
        return names
    }

    private static var records: Set<String> {
        Set(Samples.changes.flatMap { names(of: $0) })
    }

    /// A case more needs a sample, too.
    private static func names(of change: FeedChange) -> [String] {
        switch change {
        case .account(let record): labels(of: record).map { "record.account.\($0)" }
        case .entry(let record): labels(of: record).map { "record.entry.\($0)" }
        case .hold(let record): labels(of: record).map { "record.hold.\($0)" }
        case .payee(let record): labels(of: record).map { "record.payee.\($0)" }
        case .decision(let record): labels(of: record).map { "record.decision.\($0)" }
        case .accessRevoked: ["record.access-revoked.accountID"]
        }
    }
}
