import CoreVocabulary

/// The first fault of bytes that are not strict JSON, with its byte offset.
package struct JSONSyntaxError: Error, Equatable, Sendable {
    /// The kinds of mistake.
    package enum Reason: Equatable, Sendable {
        /// The text ends inside a value.
        case truncated
        /// A character is not allowed in its place.
        case unexpectedCharacter
        /// Other text follows the value.
        case trailingCharacters
        /// A number has a fraction, an exponent or leading zeros, or is beyond 64 bits.
        case notAnInteger
        /// A string is not valid UTF-8, or has a lone surrogate or an unknown escape.
        case invalidString
        /// A name is repeated in one object.
        case duplicateName
        /// The nesting is deeper than ``StrictJSON/depthLimit``.
        case tooDeep
        /// The text is longer than the caller's limit.
        case tooLong
    }

    /// The kind of the fault.
    package let reason: Reason
    /// The number of bytes before the fault.
    package let byteOffset: Int
}

/// A strict parser of JSON from outside, which accepts only text with one meaning.
///
/// Refuses duplicate names, fractions, depth and length beyond the limits. Source: RFC 8259;
/// RFC 7493 §2.1, §2.3 for encoding and duplicate names.
package struct StrictJSON {
    /// The deepest nesting of arrays and objects; the deepest message of the API has 5 levels.
    package static let depthLimit = 16
    /// The longest request, in bytes.
    package static let requestByteLimit = 65_536
    /// The longest reply, in bytes: a full batch of feed items fits several times.
    package static let replyByteLimit = 16_777_216

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Parses one value that fills all the bytes, which are text in UTF-8.
    ///
    /// - Throws: The first mistake.
    package static func parse(
        _ bytes: [UInt8],
        byteLimit: Int = requestByteLimit
    ) throws(JSONSyntaxError) -> JSONValue {
        guard bytes.count <= byteLimit else {
            throw JSONSyntaxError(reason: .tooLong, byteOffset: byteLimit)
        }
        var parser = StrictJSON(bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.error(.trailingCharacters) }
        return value
    }

    private func error(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
        JSONSyntaxError(reason: reason, byteOffset: position)
    }

    private var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            position += 1
        }
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < Self.depthLimit else { throw error(.tooDeep) }
            return current == UInt8(ascii: "{")
                ? .object(try members(depth: depth)) : .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .boolean(true))
        case UInt8(ascii: "f"): return try literal("false", .boolean(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || byte.isASCIIDigit: return try integer()
        case nil: throw error(.truncated)
        default: throw error(.unexpectedCharacter)
        }
    }

    private mutating func literal(
        _ word: StaticString,
        _ value: JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        for expected in word.description.utf8 {
            guard let byte = current else { throw error(.truncated) }
            guard byte == expected else { throw error(.unexpectedCharacter) }
            position += 1
        }
        return value
    }

    private mutating func members(depth: Int) throws(JSONSyntaxError) -> [JSONMember] {
        position += 1
        var members: [JSONMember] = []
        var names: Set<String>?
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return members
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else {
                throw error(current == nil ? .truncated : .unexpectedCharacter)
            }
            let name = try string()
            guard Self.isNew(name, after: members, &names) else { throw error(.duplicateName) }
            skipSpace()
            try expect(UInt8(ascii: ":"))
            members.append(JSONMember(name, try value(depth: depth + 1)))
            if try isLast(closing: UInt8(ascii: "}")) { return members }
        }
    }

    private static func isNew(
        _ name: String,
        after members: [JSONMember],
        _ names: inout Set<String>?
    ) -> Bool {
        // Objects in their canonical form are sorted, and need no table.
        if names == nil, members.last.map({ $0.name < name }) ?? true { return true }
        var known = names ?? Set(members.map(\.name))
        names = nil
        defer { names = known }
        return known.insert(name).inserted
    }

    private mutating func elements(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value(depth: depth + 1))
            if try isLast(closing: UInt8(ascii: "]")) { return elements }
        }
    }

    private mutating func isLast(closing: UInt8) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        guard let byte = current else { throw error(.truncated) }
        guard byte == closing || byte == UInt8(ascii: ",") else {
            throw error(.unexpectedCharacter)
        }
        position += 1
        return byte == closing
    }

    private mutating func expect(_ byte: UInt8) throws(JSONSyntaxError) {
        guard let found = current else { throw error(.truncated) }
        guard found == byte else { throw error(.unexpectedCharacter) }
        position += 1
    }

    private mutating func integer() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        while let byte = current, byte.isASCIIDigit { position += 1 }
        if let byte = current,
            [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte)
        {
            throw error(.notAnInteger)
        }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        let hasLeadingZero = bytes[firstDigit...].first == UInt8(ascii: "0")
        guard let number = Int64(digits), !hasLeadingZero || digits == "0" else {
            throw error(.notAnInteger)
        }
        return .integer(number)
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"),
            byte >= 0x20
        {
            position += 1
        }
        if current == UInt8(ascii: "\"") {
            guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
                throw error(.invalidString)
            }
            position += 1
            return text
        }
        var content = Array(bytes[start..<position])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw error(.invalidString)
                }
                return text
            case UInt8(ascii: "\\"): content.append(contentsOf: try escape())
            case 0x00..<0x20: throw error(.invalidString)
            default:
                content.append(byte)
                position += 1
            }
        }
        throw error(.truncated)
    }

    private mutating func escape() throws(JSONSyntaxError) -> [UInt8] {
        position += 1
        guard let letter = current else { throw error(.truncated) }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: throw error(.invalidString)
        }
    }

    private mutating func scalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), current == UInt8(ascii: "\\") else {
            throw error(.invalidString)
        }
        position += 1
        guard current == UInt8(ascii: "u") else { throw error(.invalidString) }
        position += 1
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second) else { throw error(.invalidString) }
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw error(.invalidString) }
        return scalar
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw error(.truncated) }
        var value: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error(.invalidString)
            }
            value = value << 4 | UInt16(digit)
        }
        position += 4
        return value
    }
}
