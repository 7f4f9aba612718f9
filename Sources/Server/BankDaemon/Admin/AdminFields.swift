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
        guard case .array(let elements) = members[name] else { return nil }
        let texts = elements.compactMap { element -> String? in
            guard case .string(let text) = element else { return nil }
            return text
        }
        return texts.count == elements.count ? texts : nil
    }

    func integers(_ name: String) -> [Int64]? {
        guard case .array(let elements) = members[name] else { return nil }
        let numbers = elements.compactMap { element -> Int64? in
            guard case .integer(let number) = element else { return nil }
            return number
        }
        return numbers.count == elements.count ? numbers : nil
    }

    func objects(_ name: String) -> [AdminFields]? {
        guard case .array(let elements) = members[name] else { return nil }
        let objects = elements.compactMap { element -> AdminFields? in
            guard case .object(let members) = element else { return nil }
            return AdminFields(members)
        }
        return objects.count == elements.count ? objects : nil
    }

    func bytes(_ name: String) -> [UInt8]? { text(name).flatMap { Base64.decode($0) } }

    func digest(_ name: String) -> Digest256? {
        text(name).flatMap { Hex.decode($0) }.flatMap { Digest256($0) }
    }
}
