import CoreVocabulary
import Cryptography
import SyncCore

/// The fault of a message from the other side.
public enum WireError: Error, Equatable, Sendable {
    /// The bytes are no JSON that this protocol accepts.
    case syntax(JSONSyntaxError)
    /// A field that the message must have is missing.
    case missingField(String)
    /// A field has a value that it cannot have.
    case invalidField(String)
    /// An unknown field, which is refused and not ignored.
    case unknownField(String)
    /// An unknown kind of message.
    case unknownMessage
}

/// A reader of the members of a JSON object, which finally refuses members that were not read.
struct JSONObjectReader {
    private let members: [JSONMember]
    private var isTaken: [Bool]

    init(_ value: JSONValue, field: String) throws(WireError) {
        guard case .object(let members) = value else { throw .invalidField(field) }
        self.members = members
        isTaken = [Bool](repeating: false, count: members.count)
    }

    /// Returns the place of a member that was not yet read; objects are short, so that a linear
    /// search is quicker than a table.
    private func place(of name: String) -> Int? {
        members.indices.first { !isTaken[$0] && members[$0].name == name }
    }

    /// True if a member of that name is present and not yet read.
    func has(_ name: String) -> Bool {
        place(of: name) != nil
    }

    mutating func value(_ name: String) throws(WireError) -> JSONValue {
        guard let place = place(of: name) else { throw .missingField(name) }
        isTaken[place] = true
        return members[place].value
    }

    mutating func string(_ name: String) throws(WireError) -> String {
        guard case .string(let text) = try value(name) else { throw .invalidField(name) }
        return text
    }

    mutating func integer(_ name: String) throws(WireError) -> Int64 {
        guard case .integer(let number) = try value(name) else { throw .invalidField(name) }
        return number
    }

    mutating func boolean(_ name: String) throws(WireError) -> Bool {
        guard case .boolean(let flag) = try value(name) else { throw .invalidField(name) }
        return flag
    }

    mutating func digest(_ name: String) throws(WireError) -> Digest256 {
        guard let digest = Digest256(try bytes(name)) else { throw .invalidField(name) }
        return digest
    }

    mutating func cursor(_ name: String) throws(WireError) -> Cursor {
        guard let cursor = Cursor(text: try string(name)) else { throw .invalidField(name) }
        return cursor
    }

    mutating func array(_ name: String) throws(WireError) -> [JSONValue] {
        guard case .array(let elements) = try value(name) else { throw .invalidField(name) }
        return elements
    }

    mutating func bytes(_ name: String) throws(WireError) -> [UInt8] {
        guard let bytes = Base64.decode(try string(name)) else { throw .invalidField(name) }
        return bytes
    }

    mutating func identifier<Subject>(_ name: String) throws(WireError) -> Identifier<Subject> {
        guard let identifier = Identifier<Subject>(try string(name)) else {
            throw .invalidField(name)
        }
        return identifier
    }

    /// Reads a time from ``Instant/epoch`` to ``Instant/latestOfMessage``.
    mutating func instant(_ name: String) throws(WireError) -> Instant {
        let instant = Instant(nanosecondsSinceEpoch: try integer(name))
        guard (Instant.epoch...Instant.latestOfMessage).contains(instant) else {
            throw .invalidField(name)
        }
        return instant
    }

    /// Reads an offset from UTC in minutes, within ``ZoneOffset/bankMinutes``.
    mutating func zone(_ name: String) throws(WireError) -> ZoneOffset {
        guard let zone = ZoneOffset(minutesEastOfUTC: try unsigned(name, as: Int.self)) else {
            throw .invalidField(name)
        }
        return zone
    }

    mutating func unsigned<Value: FixedWidthInteger>(
        _ name: String,
        as type: Value.Type
    ) throws(WireError) -> Value {
        guard let number = Value(exactly: try integer(name)) else { throw .invalidField(name) }
        return number
    }

    /// Refuses members that were not read, and names the first.
    func finish() throws(WireError) {
        let rest = members.indices.filter { !isTaken[$0] }.map { members[$0].name }
        if let name = rest.min() { throw .unknownField(name) }
    }
}

extension JSONMember {
    init(_ name: String, _ text: String) {
        self.init(name, .string(text))
    }

    init(_ name: String, _ number: some BinaryInteger) {
        self.init(name, .integer(Int64(number)))
    }

    init(_ name: String, base64 bytes: [UInt8]) {
        self.init(name, .string(Base64.encode(bytes)))
    }

    init(_ name: String, _ digest: Digest256) {
        self.init(name, base64: digest.bytes)
    }

    init(_ name: String, _ cursor: Cursor) {
        self.init(name, .string(cursor.text))
    }

    init<Subject>(_ name: String, _ identifier: Identifier<Subject>) {
        self.init(name, .string(identifier.description))
    }

    init(_ name: String, _ instant: Instant) {
        self.init(name, .integer(instant.nanosecondsSinceEpoch))
    }

    init(_ name: String, _ zone: ZoneOffset) {
        self.init(name, zone.minutesEastOfUTC)
    }
}
