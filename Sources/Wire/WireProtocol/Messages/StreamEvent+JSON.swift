import CoreVocabulary
import SyncCore

extension StreamEvent {
    /// The data of the event, one line of JSON.
    public var encoded: [UInt8] {
        CanonicalJSON.encode(.object([JSONMember("type", kind)] + members))
    }

    /// Decodes the data of an event.
    ///
    /// - Throws: ``WireError`` with the first thing that is wrong.
    public init(encoded: [UInt8]) throws(WireError) {
        let value: JSONValue
        do {
            value = try StrictJSON.parse(encoded, byteLimit: StrictJSON.replyByteLimit)
        } catch {
            throw .syntax(error)
        }
        var reader = try JSONObjectReader(value, field: "event")
        switch try reader.string("type") {
        case "delta": self = .delta(try FeedBatch(reader: &reader))
        case "checkpoint": self = .checkpoint(try StreamCheckpoint(reader: &reader))
        case "heartbeat": self = .heartbeat(try StreamHeartbeat(reader: &reader))
        case "control": self = .control(try StreamControl(reader: &reader))
        default: throw .unknownMessage
        }
        try reader.finish()
    }

    /// The kind of the event, as the stream names it.
    public var kind: String {
        switch self {
        case .delta: "delta"
        case .checkpoint: "checkpoint"
        case .heartbeat: "heartbeat"
        case .control: "control"
        }
    }

    private var members: [JSONMember] {
        switch self {
        case .delta(let batch): batch.members
        case .checkpoint(let checkpoint): checkpoint.members
        case .heartbeat(let heartbeat): heartbeat.members
        case .control(let control): control.members
        }
    }
}

extension StreamCheckpoint {
    fileprivate var members: [JSONMember] {
        [
            JSONMember("cursor", cursor),
            JSONMember("head", head),
            JSONMember("server-time", serverTime),
        ] + (root.map { [JSONMember("root", $0)] } ?? [])
            + (after.map { [JSONMember("after", $0)] } ?? [])
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            after: reader.has("after") ? try reader.cursor("after") : nil,
            cursor: try reader.cursor("cursor"),
            head: try reader.cursor("head"),
            root: reader.has("root") ? try reader.digest("root") : nil,
            serverTime: try reader.instant("server-time")
        )
    }
}

extension StreamHeartbeat {
    fileprivate var members: [JSONMember] {
        [
            JSONMember("head", head),
            JSONMember("server-time", serverTime),
            JSONMember("life-ms", lifeMilliseconds),
        ]
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        self.init(
            head: try reader.cursor("head"),
            serverTime: try reader.instant("server-time"),
            lifeMilliseconds: try reader.integer("life-ms")
        )
    }
}

extension StreamControl {
    fileprivate var members: [JSONMember] {
        switch self {
        case .resume: [JSONMember("control", "resume")]
        case .epochChanged: [JSONMember("control", "epoch-changed")]
        case .sessionEnded: [JSONMember("control", "session-ended")]
        case .wipe(let nonce):
            [JSONMember("control", "wipe"), JSONMember("nonce", base64: nonce)]
        case .upgrade: [JSONMember("control", "upgrade")]
        }
    }

    fileprivate init(reader: inout JSONObjectReader) throws(WireError) {
        switch try reader.string("control") {
        case "resume": self = .resume
        case "epoch-changed": self = .epochChanged
        case "session-ended": self = .sessionEnded
        case "wipe": self = .wipe(nonce: try reader.bytes("nonce"))
        case "upgrade": self = .upgrade
        default: throw .invalidField("control")
        }
    }
}
