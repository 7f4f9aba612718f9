import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

// Requests with one altered field. The model foresees the answer, if the request still has a
// meaning.
extension Forgery {
    /// A value in a message, with the path to it and the name of its field.
    private struct Leaf {
        let path: [Int]
        let name: String
        let value: JSONValue

        /// The last part of the field's name.
        var field: Substring { name.split(separator: ".").last ?? "" }
    }

    /// Returns a request with one altered field and the field's name, or nil if there is none to
    /// alter.
    static func request(_ bytes: [UInt8], _ dice: inout Dice) -> (field: String, bytes: [UInt8])? {
        guard let envelope = try? StrictJSON.parse(bytes), case .object(let members) = envelope,
            let place = members.firstIndex(where: { $0.name == "request" }),
            case .object(let fields) = members[place].value,
            case .string(let type)? = fields.first(where: { $0.name == "type" })?.value
        else { return nil }
        let all = leaves(of: members[place].value, at: [place], type)
        guard let leaf = dice.pick(all.filter { $0.name != "\(type).type" }),
            let value = altered(leaf, &dice)
        else { return nil }
        let forged = replacing(leaf.path[...], in: envelope, by: value)
        return (field: leaf.name, bytes: CanonicalJSON.encode(forged))
    }

    private static func leaves(of value: JSONValue, at path: [Int], _ name: String) -> [Leaf] {
        switch value {
        case .object(let members):
            members.enumerated().flatMap { index, member in
                leaves(of: member.value, at: path + [index], "\(name).\(member.name)")
            }
        case .array(let elements):
            elements.enumerated().flatMap { index, element in
                leaves(of: element, at: path + [index], name)
            }
        case .null, .boolean, .integer, .string: [Leaf(path: path, name: name, value: value)]
        }
    }

    private static func replacing(
        _ path: ArraySlice<Int>,
        in value: JSONValue,
        by new: JSONValue
    ) -> JSONValue {
        guard let step = path.first else { return new }
        switch value {
        case .object(var members):
            let inner = replacing(path.dropFirst(), in: members[step].value, by: new)
            members[step] = JSONMember(members[step].name, inner)
            return .object(members)
        case .array(var elements):
            elements[step] = replacing(path.dropFirst(), in: elements[step], by: new)
            return .array(elements)
        case .null, .boolean, .integer, .string: return value
        }
    }

    private static func altered(_ leaf: Leaf, _ dice: inout Dice) -> JSONValue? {
        switch leaf.value {
        case .integer(let number):
            let others = [number &+ 1, number &- 1, Int64.max]
            return .integer(others[dice.below(others.count)])
        case .string(let text): return altered(text, of: leaf.field, &dice).map { .string($0) }
        case .boolean(let flag): return .boolean(!flag)
        case .null, .array, .object: return nil
        }
    }

    private static func altered(
        _ text: String,
        of field: Substring,
        _ dice: inout Dice
    ) -> String? {
        switch field {
        // Attempts under the name of another user would delay that user, and the model knows no
        // other names.
        case "user": return text == Town.unknownName ? nil : Town.unknownName
        case "app", "page": return text + "."
        case "cursor", "at": return Cursor(text: text)?.altered(dice.pick(CursorField.self)).text
        case "account", "accounts", "key", "session", "device":
            return AccountID(text).map { "\(AccountID(rawValue: $0.rawValue ^ 1))" }
        case "paths": return text.isEmpty ? "0" : String(text.dropLast())
        case "reason":
            return dice.pick(ChainBreak.allCases.map(\.rawValue).filter { $0 != text })
        case "reviewed", "entry":
            return Base64.decode(text).flatMap { record($0, &dice) }.map { Base64.encode($0) }
        default: return Base64.decode(text).map { Base64.encode(altered($0, &dice)) }
        }
    }

    /// Returns the bytes of a reviewed transfer or an entry with one altered field.
    private static func record(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8]? {
        if let reviewed = try? ReviewedTransfer(canonicalBytes: bytes) {
            return altered(reviewed, dice.pick(ReviewedField.self)).canonicalBytes
        }
        guard case .entry(let entry) = try? FeedChange(canonicalBytes: bytes) else { return nil }
        return FeedChange.entry(entry.altered(EntryField.draw(&dice))).canonicalBytes
    }

    /// Returns altered bytes: one flipped bit, or the last byte missing, or 32 random bytes in
    /// place of none.
    private static func altered(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
        guard !bytes.isEmpty else {
            return (0..<32).map { _ in UInt8(truncatingIfNeeded: dice.bits()) }
        }
        guard dice.percent(85) else { return bytes.dropLast() }
        var bytes = bytes
        bytes[dice.below(bytes.count)] ^= 1 << UInt8(dice.below(8))
        return bytes
    }
}
