import CoreVocabulary
import Cryptography
import SyncCore
import Testing
import WireProtocol

@testable import SimulationKit

// Goal: a forgery alters one field, each field in its turn, and what is said to find it can.
// Method: requests with all of their fields, altered hundreds of times; entries and events altered
// in each field.
@Suite("forgeries")
struct ForgeryTests {
    @Test("of each request each field is altered, and always one alone")
    func eachFieldOfRequests() throws {
        var dice = Dice(seed: 1, part: "test")
        var seen: Set<String> = []
        for request in Samples.requests {
            let bytes = RequestEnvelope(token: [1], request: request).encoded
            for _ in 0..<200 {
                guard let forged = Forgery.request(bytes, &dice) else { continue }
                seen.insert(forged.field)
                let (before, after) = (try Self.values(bytes), try Self.values(forged.bytes))
                let differing = zip(before, after).filter { $0 != $1 }.map { $0.0.name }
                let type = forged.field.prefix { $0 != "." }
                let place = "request.\(forged.field.dropFirst(type.count + 1))"
                #expect(before.count == after.count)
                #expect(differing == [place], "\(forged.field)")
            }
        }
        #expect(seen == Set(MessageFields.ofRequests))
    }

    @Test(
        "an altered entry breaks its chain at once, or has another hash",
        arguments: EntryField.allCases
    )
    func entriesAreFound(field: EntryField) throws {
        let head = ChainHead.genesis(of: Samples.entry.accountID)
        let altered = Samples.entry.altered(field)
        #expect(altered != Samples.entry)
        let known = try FeedChange(canonicalBytes: FeedChange.entry(altered).canonicalBytes)
        #expect(known == .entry(altered), "it can be read, so that it is found by what it says")
        if field.isHidden {
            let (before, after) = (
                try head.extended(by: Samples.entry), try head.extended(by: altered)
            )
            #expect(before.hash != after.hash)
            #expect(before.balanceMinorUnits == after.balanceMinorUnits)
        } else {
            #expect(throws: ChainBreak.self) { _ = try head.extended(by: altered) }
        }
    }

    @Test("a forged place contradicts the others of its event, and each is forged")
    func placesAreFound() {
        let (here, next) = (Samples.cursor, Samples.cursor.moved(by: 1))
        let events: [StreamEvent] = [
            .delta(FeedBatch(changes: [], after: here, cursor: next, head: next)),
            .checkpoint(
                StreamCheckpoint(
                    after: here,
                    cursor: next,
                    head: next,
                    root: .zero,
                    serverTime: .epoch
                )
            ),
            .heartbeat(StreamHeartbeat(head: here, serverTime: .epoch, lifeMilliseconds: 1)),
        ]
        var dice = Dice(seed: 1, part: "test")
        var seen: Set<String> = []
        for event in events {
            for _ in 0..<50 {
                guard let forged = Forgery.place(in: event, &dice) else { continue }
                seen.insert(forged.field)
                #expect(Self.isContradiction(forged.event, after: here), "\(forged.field)")
            }
        }
        let forged = Set(MessageFields.forgedInReplies.filter { $0.hasPrefix("event.") })
        #expect(seen == forged.subtracting(EntryList.allCases.map(\.rawValue)))
    }

    @Test("a batch that does not reach the head keeps its places, which only the bank knows")
    func placesBeforeTheHead() {
        let (here, next) = (Samples.cursor, Samples.cursor.moved(by: 1))
        let batch = FeedBatch(changes: [], cursor: here, head: next)
        let reply = Reply.feed(FeedReply(batch: batch, serverTime: .epoch)).encoded
        var dice = Dice(seed: 1, part: "test")
        let ofReply = Forgery.place(in: reply, &dice)?.field
        let ofEvent = Forgery.place(in: StreamEvent.delta(batch), &dice)?.field
        #expect(ofReply == nil)
        #expect(ofEvent == nil)
    }

    /// True if a console that stands somewhere can tell that an event is not as the bank made it.
    private static func isContradiction(_ event: StreamEvent, after here: Cursor) -> Bool {
        switch event {
        case .delta(let batch):
            batch.after != here || batch.head.feedSequence < batch.cursor.feedSequence
        case .checkpoint(let checkpoint):
            checkpoint.after != here || checkpoint.root != .zero
                || checkpoint.cursor.mac != here.mac
        case .heartbeat(let heartbeat): heartbeat.head.feedSequence < here.feedSequence
        case .control: false
        }
    }

    /// All values of a message in their order, with the names that lead to them.
    private static func values(_ bytes: [UInt8]) throws -> [Value] {
        values(in: try StrictJSON.parse(bytes), "")
    }

    private static func values(in value: JSONValue, _ name: String) -> [Value] {
        switch value {
        case .object(let members):
            members.flatMap { member in
                values(in: member.value, name.isEmpty ? member.name : "\(name).\(member.name)")
            }
        case .array(let elements): elements.flatMap { values(in: $0, name) }
        case .null, .boolean, .integer, .string: [Value(name: name, value: value)]
        }
    }

    /// A value of a message.
    private struct Value: Equatable {
        let name: String
        let value: JSONValue
    }
}
