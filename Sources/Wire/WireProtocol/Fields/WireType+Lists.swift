import CoreVocabulary
import SyncCore

extension WireType {
    /// Returns the type of lists with at least and at most so many elements.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func list<Element>(
        of element: WireType<Element>,
        from least: Int = 0,
        through most: Int? = nil
    ) -> WireType where Value == [Element] {
        WireType(
            .list(element.schema(), from: least, through: most),
            write: { .array($0.map(element.write)) }
        ) { json throws(WireError) in
            guard case .array(let values) = json, values.count >= least,
                values.count <= most ?? .max
            else { return nil }
            var elements: [Element] = []
            elements.reserveCapacity(values.count)
            for value in values {
                guard let element = try element.read(value) else { return nil }
                elements.append(element)
            }
            return elements
        }
    }

    /// Returns the type of values that may be `null`.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    static func nullable<Wrapped>(
        _ type: WireType<Wrapped>
    ) -> WireType where Value == Wrapped? {
        WireType(
            .either([type.schema(), .null]),
            write: { $0.map(type.write) ?? .null }
        ) { json throws(WireError) in
            if case .null = json { return .some(nil) }
            return try type.read(json).map { .some($0) }
        }
    }

    /// Returns the type of objects with the fields of a list.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func object(
        _ fields: WireFields<Value>,
        ignoringUnknown: Bool = false
    ) -> WireType {
        WireType(fields.schema, write: { fields.json(of: $0) }) { json throws(WireError) in
            guard case .object(let members) = json else { return nil }
            return try fields.value(of: members, ignoringUnknown: ignoringUnknown)
        }
    }
}

extension WireType where Value == [FeedChange] {
    /// Returns the type of lists of changes, each in its canonical bytes.
    ///
    /// Not generic, because pages of changes are what a console reads most.
    static func changes(through most: Int? = nil) -> WireType {
        WireType(
            .list(.feedChange, from: 0, through: most),
            write: { .array($0.map { .string(Base64.encode($0.canonicalBytes)) }) }
        ) { json throws(WireError) in
            guard case .array(let elements) = json, elements.count <= most ?? .max else {
                return nil
            }
            var changes: [FeedChange] = []
            changes.reserveCapacity(elements.count)
            for element in elements {
                guard case .string(let text) = element, let bytes = Base64.decode(text),
                    let change = try? FeedChange(canonicalBytes: bytes)  // The field is refused.
                else { return nil }
                changes.append(change)
            }
            return changes
        }
    }
}

extension WireType where Value == [EntryRecord] {
    /// Returns the type of lists of entries, each as a change.
    static func entries(through most: Int) -> WireType {
        WireType<[FeedChange]>.changes(through: most).mapped(
            write: { $0.map(FeedChange.entry) },
            read: { changes in
                let entries = changes.compactMap { change -> EntryRecord? in
                    if case .entry(let entry) = change { entry } else { nil }
                }
                return entries.count == changes.count ? entries : nil
            }
        )
    }
}

extension WireType where Value == EntryRecord {
    /// The type of entries that are submitted as evidence, each as a change.
    static var entry: WireType {
        WireType(
            text: .feedChange,
            write: { Base64.encode(FeedChange.entry($0).canonicalBytes) },
            read: { text in
                // One byte more says which kind of change it is. Unreadable bytes are refused.
                guard let bytes = Base64.decode(text),
                    bytes.count <= EntryRecord.evidenceByteLimit + 1,
                    case .entry(let entry) = try? FeedChange(canonicalBytes: bytes)
                else { return nil }
                return entry
            }
        )
    }
}

extension WireType where Value == IntentDecision {
    /// The type of decisions in their canonical bytes.
    static var decision: WireType {
        WireType<[UInt8]>.bytes().mapped(
            write: \.canonicalBytes,
            read: { try? IntentDecision(canonicalBytes: $0) }  // The field is refused.
        )
    }
}

extension WireType where Value == TriePath {
    /// The type of paths in the trie: their digits in hexadecimal, none for the root.
    static var path: WireType {
        WireType(
            text: .pattern("[0-9a-f]{0,\(TriePath.depthLimit)}"),
            write: { $0.digits.map { String($0, radix: 16) }.joined() },
            read: { text in
                guard text.utf8.allSatisfy(\.isLowerCaseHexDigit) else { return nil }
                return TriePath(digits: text.utf8.compactMap { Hex.value(ofDigit: $0) })
            }
        )
    }
}

extension WireSchema {
    /// The schema of bytes of any count.
    static var anyBytes: WireSchema {
        .named(
            "Bytes",
            .bytes(count: nil),
            note: "Bytes in base64 with padding (RFC 4648 §4); each value has one text."
        )
    }

    /// The schema of a change in its canonical bytes.
    static var feedChange: WireSchema {
        .named(
            "FeedChange",
            .bytes(count: nil),
            note: "A change in its canonical bytes, which are what is hashed; amounts in it are "
                + "integer minor units. See docs/PROTOCOL.md."
        )
    }
}
