import CoreVocabulary
import SyncCore
import WireProtocol

/// Source of JSON values that a schema describes, and of ones that differ from it in one place.
struct RandomBodies {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// Returns a number below a limit.
    mutating func below(_ limit: Int) -> Int {
        Int(random.next() % UInt64(limit))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// Returns a value that the schema allows.
    mutating func value(of schema: WireSchema) -> JSONValue {
        switch schema {
        case .named("FeedChange", _, _): return .string(pick(Self.payloads))
        case .named(_, let schema, _): return value(of: schema)
        case .text(let maxLength):
            return .string(
                String(pick(["", "a", "Asha \u{1F600}\u{301}", "\"\\\u{7}"]).prefix(maxLength))
            )
        case .pattern("[0-9a-f]{32}"): return .string(String(repeating: "0a", count: 16))
        case .pattern: return .string(pick(["", "0", "0f9", String(repeating: "e", count: 64)]))
        case .uuid: return .string(pick(Self.accounts).description)
        case .cursor: return .string(pick(Self.cursors))
        case .bytes(let count):
            let bytes = (0..<(count ?? below(5))).map { _ in UInt8(below(256)) }
            return .string(Base64.encode(bytes))
        case .words(let words): return .string(pick(words))
        case .integer(let range): return .integer(pick(edges(of: range).filter(range.contains)))
        case .flag: return .boolean(below(2) == 0)
        case .null: return .null
        case .list(let element, let least, let most):
            let count = min(max(least, below(4)), most ?? .max)
            return .array((0..<count).map { _ in value(of: element) })
        case .object(let members):
            return .object(
                members.filter { $0.isRequired || below(2) == 0 }.map { member in
                    // A decision has bytes of its own, which no schema tells.
                    let isDecision = member.name == "decision"
                    return JSONMember(
                        member.name,
                        isDecision ? .string(Self.decision) : value(of: member.schema)
                    )
                }
            )
        case .either(let schemas): return value(of: pick(schemas))
        }
    }

    /// Returns the value with a change at one place, which may or may not break the schema.
    mutating func changed(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members) where !members.isEmpty && below(4) > 0:
            var members = members
            let index = below(members.count)
            let inner = changed(members[index].value)
            members[index] = JSONMember(members[index].name, inner)
            return .object(members)
        case .array(var elements) where !elements.isEmpty && below(3) > 0:
            let index = below(elements.count)
            elements[index] = changed(elements[index])
            return .array(elements)
        default: return below(6) == 0 ? anything() : changedHere(value)
        }
    }

    private mutating func changedHere(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(var members):
            guard !members.isEmpty, below(3) > 0 else {
                return .object(members + [JSONMember("strange", .null)])
            }
            let index = below(members.count)
            // Twice the same name, or not at all.
            if below(3) == 0 { members.append(members[index]) } else { members.remove(at: index) }
            return .object(members)
        case .array(let elements):
            guard let last = elements.last, below(3) > 0 else { return .array([]) }
            let count = pick([1, 1, 15, 30, 260, 1_024])
            return .array(elements + Array(repeating: last, count: count))
        case .integer(let number):
            let near = number.addingReportingOverflow(pick([-1, 1])).partialValue
            return .integer(pick([near, near, -1, 0, 1, .min, .max, 1_999, 2_000, 2_001, 25_001]))
        case .string(let text): return .string(changed(text))
        case .boolean(let flag): return .boolean(!flag)
        case .null: return anything()
        }
    }

    private mutating func changed(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        let scalar = pick(Array("Aa09gG-._=+/ \u{E9}\u{1F600}".unicodeScalars))
        switch below(6) {
        case 0: scalars.append(scalar)
        case 1: scalars = Array(text.uppercased().unicodeScalars)
        case 2: if !scalars.isEmpty { scalars.removeLast() }
        case 3: scalars += Array(repeating: scalar, count: pick([4, 64, 65, 200, 400]))
        default: if !scalars.isEmpty { scalars[below(scalars.count)] = scalar }
        }
        var changed = String.UnicodeScalarView()
        changed.append(contentsOf: scalars)
        return String(changed)
    }

    private mutating func anything() -> JSONValue {
        pick([
            .null, .boolean(true), .integer(0), .integer(-1), .integer(.max), .string(""),
            .string("%"), .array([]), .object([]), .array([.null]),
        ])
    }

    private func edges(of range: ClosedRange<Int64>) -> [Int64] {
        let (first, last) = (range.lowerBound, range.upperBound)
        return [first, last, max(first, 0), max(first, min(last, 7)), first &+ 1, last &- 1]
    }

    /// Changes in their canonical bytes; entries belong to the account that requests name most.
    static let payloads: [String] =
        ContractSamples.entries.map { .entry($0) }
        .map { (change: FeedChange) in Base64.encode(change.canonicalBytes) } + [
            Base64.encode(FeedChange.accessRevoked(AccountID(rawValue: 10)).canonicalBytes)
        ]

    private static let accounts =
        ContractSamples.entries.map(\.accountID) + [AccountID(rawValue: 10 << 90 | 10)]

    private static let decision = Base64.encode(
        IntentDecision(
            key: IntentKey(rawValue: 7),
            outcome: .posted(JournalID(rawValue: 8)),
            decidedAt: ContractSamples.time
        ).canonicalBytes
    )

    private static let cursors = [
        Cursor(epoch: 0, feedSequence: 0), Cursor(epoch: .max, feedSequence: .max),
        ContractSamples.cursor,
    ].map(\.text)
}
