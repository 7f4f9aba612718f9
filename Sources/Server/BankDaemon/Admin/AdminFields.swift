import CoreVocabulary
import Cryptography
import WireProtocol

/// The members of a JSON object by name, for messages between parts of this program.
struct AdminFields {
    private var members: [String: JSONValue] = [:]

    init(_ list: [JSONMember]) {
        for member in list { members[member.name] = member.value }
    }

    /// Creates the fields of a line that is one JSON object, or nil for anything else.
    init?(line: [UInt8], byteLimit: Int) {
        // The position of the error is irrelevant, because both ends are this program.
        guard let value = try? StrictJSON.parse(line, byteLimit: byteLimit),
            case .object(let members) = value
        else { return nil }
        self.init(members)
    }

    /// Creates the fields of a file of one line; nil if there is no such file of a version.
    init?(file path: String, byteLimit: Int, version: Int64) {
        // A file that cannot be read proves as little as one that is not there.
        guard let bytes = try? PrivateFile.read(path, byteLimit: byteLimit) else { return nil }
        self.init(line: bytes, byteLimit: byteLimit)
        guard integer("version") == version else { return nil }
    }

    func text(_ name: String) -> String? {
        guard case .string(let text) = members[name] else { return nil }
        return text
    }

    func integer(_ name: String) -> Int64? {
        guard case .integer(let number) = members[name] else { return nil }
        return number
    }

    func flag(_ name: String) -> Bool? {
        guard case .boolean(let flag) = members[name] else { return nil }
        return flag
    }

    func texts(_ name: String) -> [String]? {
        elements(name) { if case .string(let text) = $0 { text } else { nil } }
    }

    func integers(_ name: String) -> [Int64]? {
        elements(name) { if case .integer(let number) = $0 { number } else { nil } }
    }

    func objects(_ name: String) -> [AdminFields]? {
        elements(name) { if case .object(let members) = $0 { AdminFields(members) } else { nil } }
    }

    /// Returns the elements of a list; nil if there is none or one of them is of another type.
    private func elements<Element>(
        _ name: String,
        _ convert: (JSONValue) -> Element?
    ) -> [Element]? {
        guard case .array(let values) = members[name] else { return nil }
        let elements = values.compactMap(convert)
        return elements.count == values.count ? elements : nil
    }

    func bytes(_ name: String) -> [UInt8]? { text(name).flatMap { Base64.decode($0) } }

    func digest(_ name: String) -> Digest256? {
        text(name).flatMap { Hex.decode($0) }.flatMap { Digest256($0) }
    }
}
