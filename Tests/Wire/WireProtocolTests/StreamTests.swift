import SyncCore
import Testing
import WireProtocol

// Goal: a stream says the same however the network cuts it into pieces.
// Method: all events are sent as one stream and fed to the parser in pieces of every size.

@Suite struct StreamTests {
    @Test("every event is read back as it was")
    func events() throws {
        for event in try Sample.events() {
            #expect(try StreamEvent(encoded: event.encoded) == event)
        }
    }

    @Test("a stream is read the same in pieces of any size")
    func pieces() throws {
        let events = try Sample.events()
        let bytes = events.flatMap { ServerSentEvent($0).encoded }
        for size in [1, 2, 3, 7, 64, bytes.count] {
            var parser = ServerSentEventParser()
            var read: [StreamEvent] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = bytes[start..<min(start + size, bytes.count)]
                read += try parser.receive(piece).map { try StreamEvent(encoded: $0.data) }
            }
            #expect(read == events, "pieces of \(size)")
        }
    }

    @Test("only a checkpoint names a place at which a stream is resumed")
    func resumption() throws {
        for event in try Sample.events() {
            let id = ServerSentEvent(event).id
            if case .checkpoint(let checkpoint) = event {
                #expect(id.flatMap(Cursor.init(text:)) == checkpoint.cursor)
            } else {
                #expect(id == nil)
            }
        }
    }

    @Test("comments, carriage returns and fields that nobody knows are passed over")
    func lenience() throws {
        var parser = ServerSentEventParser()
        let text = ": alive\r\nretry: 5\r\nevent: x\r\ndata: 1\r\n\r\nevent: y\n\n"
        let events = try parser.receive(Array(text.utf8))
        #expect(events == [ServerSentEvent(kind: "x", id: nil, data: Array("1".utf8))])
    }

    @Test("an event that never ends is refused before it fills the memory")
    func endless() throws {
        var parser = ServerSentEventParser()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        #expect(throws: ServerSentEventParser.Failure.tooLong) {
            for _ in 0...(ServerSentEventParser.eventByteLimit >> 20) {
                _ = try parser.receive(piece)
            }
        }
    }
}
