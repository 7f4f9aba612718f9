package import CoreVocabulary
package import Cryptography
package import SyncCore

extension WireType where Value == String {
    /// Returns the type of texts of at most this many characters.
    package static func text(maxLength: Int = StrictJSON.requestByteLimit) -> WireType {
        WireType(text: .text(maxLength: maxLength), write: \.self) { text in
            text.utf8.count <= maxLength || text.unicodeScalars.count <= maxLength ? text : nil
        }
    }

    /// The type of identifiers of a trace: 32 hexadecimal digits.
    static var traceID: WireType {
        WireType(text: .pattern("[0-9a-f]{32}"), write: \.self) { text in
            text.utf8.count == 32 && text.utf8.allSatisfy(\.isLowerCaseHexDigit) ? text : nil
        }
    }
}

extension WireType
where Value: RawRepresentable & CaseIterable & SendableMetatype, Value.RawValue == String {
    /// The type of an enumeration of words, each after the same prefix.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func word(after prefix: String = "") -> WireType {
        WireType(
            text: .words(Value.allCases.map { prefix + $0.rawValue }),
            write: { prefix + $0.rawValue },
            read: { text in
                guard text.hasPrefix(prefix) else { return nil }
                return Value(rawValue: String(text.dropFirst(prefix.count)))
            }
        )
    }
}

extension WireType where Value == Bool {
    /// The type of flags.
    package static var flag: WireType {
        WireType(.flag, write: { .boolean($0) }) { json throws(WireError) in
            if case .boolean(let flag) = json { flag } else { nil }
        }
    }
}

extension WireType where Value == Int64 {
    /// The type of all whole numbers of 64 bits.
    package static var integer: WireType { range(.min, .max) }

    /// The type of whole numbers from 1.
    package static var oneOrMore: WireType { range(1, .max) }

    /// Returns the type of whole numbers from 0 to a limit.
    package static func zeroOrMore(through last: Int64 = .max) -> WireType { range(0, last) }

    /// Returns the type of whole numbers from the first to the last.
    fileprivate static func range(_ first: Int64, _ last: Int64) -> WireType {
        WireType(.integer(first...last), write: { .integer($0) }) { json throws(WireError) in
            guard case .integer(let number) = json, (first...last).contains(number) else {
                return nil
            }
            return number
        }
    }
}

extension WireType where Value == Int {
    /// Returns the type of counts within a range.
    package static func count(_ range: ClosedRange<Int>) -> WireType {
        WireType<Int64>.range(Int64(range.lowerBound), Int64(range.upperBound))
            .mapped(write: { Int64($0) }, read: { Int(exactly: $0) })
    }
}

extension WireType where Value == [UInt8] {
    /// Returns the type of bytes in base64; of exactly `count`, unless it is nil.
    package static func bytes(count: Int? = nil) -> WireType {
        WireType(
            text: count == nil ? .anyBytes : .bytes(count: count),
            write: Base64.encode
        ) { text in
            guard let bytes = Base64.decode(text), count == nil || bytes.count == count else {
                return nil
            }
            return bytes
        }
    }

    /// Returns the type of bytes in base64 that are `count`, or none at all.
    static func bytesOrNone(count: Int) -> WireType {
        WireType(
            text: .either([.bytes(count: count), .text(maxLength: 0)]),
            write: Base64.encode
        ) { text in
            guard let bytes = Base64.decode(text), bytes.isEmpty || bytes.count == count else {
                return nil
            }
            return bytes
        }
    }
}

extension WireType where Value == Digest256 {
    /// The type of SHA-256 digests.
    package static var digest: WireType<Digest256> {
        WireType<[UInt8]>.bytes(count: Digest256.byteCount)
            .mapped(write: \.bytes, read: { Digest256($0) })
            .named("Digest", "A SHA-256.")
    }
}

extension WireType {
    /// Returns the type of identifiers of a subject.
    @inline(never)
    @_semantics("optimize.sil.specialize.generic.never")
    package static func identifier<Subject>() -> WireType where Value == Identifier<Subject> {
        WireType(text: .uuid, write: \.description, read: { Identifier($0) })
            .named("Identifier", "A UUID; the bank writes it in lower case.")
    }
}

extension WireType where Value == Instant {
    /// The type of times, from ``Instant/epoch`` to ``Instant/latestOfMessage``.
    package static var instant: WireType {
        WireType<Int64>
            .zeroOrMore(through: Instant.latestOfMessage.nanosecondsSinceEpoch)
            .mapped(
                write: \.nanosecondsSinceEpoch,
                read: { Instant(nanosecondsSinceEpoch: $0) }
            )
            .named(
                "Instant",
                "Nanoseconds since 1970-01-01T00:00:00Z; beyond 2^53, so read it as 64 bits."
            )
    }
}

extension WireType where Value == ZoneOffset {
    /// The type of offsets from UTC in minutes.
    static var zone: WireType {
        WireType<Int>.count(ZoneOffset.bankMinutes)
            .mapped(write: \.minutesEastOfUTC, read: { ZoneOffset(minutesEastOfUTC: $0) })
    }
}

extension WireType where Value == Cursor {
    /// The type of positions in the feed.
    package static var cursor: WireType<Cursor> {
        WireType(text: .cursor, write: \.text, read: { Cursor(text: $0) })
            .named("Cursor", "A place in the bank's feed: keep it and send it back as it came.")
    }
}
