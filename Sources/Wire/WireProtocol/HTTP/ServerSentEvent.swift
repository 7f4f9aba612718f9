import SyncCore

/// One event of a stream of server-sent events.
///
/// Source: WHATWG HTML §9.2, narrowed: lines end with LF, and one line of data carries all.
package struct ServerSentEvent: Hashable, Sendable {
    /// Content type of a stream.
    package static let contentType = "text/event-stream"
    /// The header in which a stream that is resumed names its last checkpoint.
    package static let lastEventHeader = "Last-Event-ID"

    /// The kind of the event.
    package let kind: String
    /// The identifier from which the stream can be resumed; only checkpoints have one.
    package let id: String?
    /// The data, one line.
    package let data: [UInt8]

    /// Creates an event from its fields.
    package init(kind: String, id: String?, data: [UInt8]) {
        self.kind = kind
        self.id = id
        self.data = data
    }

    /// Creates the event for a stream event; only a checkpoint has an identifier.
    package init(_ event: StreamEvent) {
        var id: String?
        if case .checkpoint(let checkpoint) = event { id = checkpoint.cursor.text }
        self.init(kind: event.kind, id: id, data: event.encoded)
    }

    /// The bytes of the event, with an empty line at the end.
    package var encoded: [UInt8] {
        var bytes = Array("event: \(kind)\n".utf8)
        if let id { bytes.append(contentsOf: "id: \(id)\n".utf8) }
        bytes.append(contentsOf: "data: ".utf8)
        bytes.append(contentsOf: data)
        bytes.append(contentsOf: "\n\n".utf8)
        return bytes
    }
}

/// A parser that assembles the events of a stream from the received pieces.
package struct ServerSentEventParser: Sendable {
    /// The longest event, in bytes.
    package static let eventByteLimit = StrictJSON.replyByteLimit

    /// The reason why a stream cannot be read further.
    package enum Failure: Error, Equatable, Sendable {
        /// An event is longer than ``eventByteLimit``.
        case tooLong
        /// A line is not valid UTF-8.
        case notText
    }

    private var line: [UInt8] = []
    private var kind = ""
    private var id: String?
    private var data: [UInt8] = []
    private var hasData = false

    /// Creates a parser for the beginning of a stream.
    package init() {}

    /// Parses the next bytes of the stream, and returns the events that are now complete, in order.
    ///
    /// - Throws: ``Failure``; the stream is of no use afterwards.
    package mutating func receive(
        _ bytes: some Sequence<UInt8>
    ) throws(Failure) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                guard line.count + data.count <= Self.eventByteLimit else { throw .tooLong }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if let event = try endLine() { events.append(event) }
            line.removeAll(keepingCapacity: true)
        }
        return events
    }

    private mutating func endLine() throws(Failure) -> ServerSentEvent? {
        guard !line.isEmpty else { return endEvent() }
        // A line that begins with a colon is a comment, sent to keep the line open.
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
        var value = line[(colon + 1)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": kind = try Self.text(value)
        case "id": id = try Self.text(value)
        case "data":
            if hasData { data.append(UInt8(ascii: "\n")) }
            data.append(contentsOf: value)
            hasData = true
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer {
            kind = ""
            id = nil
            data = []
            hasData = false
        }
        guard hasData else { return nil }
        return ServerSentEvent(kind: kind, id: id, data: data)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        return text
    }
}
