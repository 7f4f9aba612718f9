// Goal: the canonical bytes are fixed, come back whole, and are refused when cut or lengthened.
// Method: one message with every kind of value; known bytes; a cut at every byte.
import CoreVocabulary
import Testing

private enum Thing {}

private struct Message: Equatable {
    var small: UInt8 = 0xFE
    var number: UInt16 = 0x0102
    var signed: Int64 = -2
    var bytes: [UInt8] = [1, 2, 3]
    var text = "₹ é"
    var id = Identifier<Thing>(rawValue: 0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10)
    var instant = Instant(nanosecondsSinceEpoch: -1)
    var date = BusinessDate.earliest
    var present: Int32? = -5
    var missing: Int32?

    init() {}

    init(_ bytes: [UInt8]) throws(CanonicalDecodingError) {
        var decoder = CanonicalDecoder(bytes)
        small = try decoder.read(UInt8.self)
        number = try decoder.read(UInt16.self)
        signed = try decoder.read(Int64.self)
        self.bytes = try decoder.readBytes()
        text = try decoder.readString()
        id = try decoder.readIdentifier()
        instant = try decoder.readInstant()
        date = try decoder.readDate()
        present = try decoder.readOptional(Self.readNumber)
        missing = try decoder.readOptional(Self.readNumber)
        try decoder.finish()
    }

    var encoded: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(small)
        encoder.write(number)
        encoder.write(signed)
        encoder.write(bytes)
        encoder.write(text)
        encoder.write(id)
        encoder.write(instant)
        encoder.write(date)
        encoder.write(optional: present) { $0.write($1) }
        encoder.write(optional: missing) { $0.write($1) }
        return encoder.bytes
    }

    private static func readNumber(
        _ decoder: inout CanonicalDecoder
    ) throws(CanonicalDecodingError) -> Int32 {
        try decoder.read(Int32.self)
    }
}

@Suite("Canonical encoding")
struct CanonicalCodingTests {
    @Test("every kind of value comes back")
    func roundTrip() throws {
        #expect(try Message(Message().encoded) == Message())
    }

    @Test("the bytes are the documented ones")
    func knownBytes() {
        let expected =
            "fe" + "0102" + "fffffffffffffffe" + "00000003010203" + "00000006e282b920c3a9"
            + "0102030405060708090a0b0c0d0e0f10" + "ffffffffffffffff" + "fff506c6" + "01fffffffb"
            + "00"
        #expect(Hex.encode(Message().encoded) == expected)
    }

    @Test("a message cut at any byte is truncated")
    func truncation() {
        let bytes = Message().encoded
        for count in bytes.indices {
            #expect(throws: CanonicalDecodingError.truncated) {
                try Message(Array(bytes.prefix(count)))
            }
        }
    }

    @Test("a byte too many is refused")
    func trailingBytes() {
        #expect(throws: CanonicalDecodingError.trailingBytes) {
            try Message(Message().encoded + [0])
        }
    }

    @Test("a length beyond the end is truncated, not read")
    func hugeLength() {
        var decoder = CanonicalDecoder([0xFF, 0xFF, 0xFF, 0xFF, 0x00])
        #expect(throws: CanonicalDecodingError.truncated) { try decoder.readBytes() }
    }

    @Test("values that the encoder never writes are refused")
    func invalidValues() {
        #expect(throws: CanonicalDecodingError.invalidValue) {
            var decoder = CanonicalDecoder([0, 0, 0, 1, 0xFF])
            _ = try decoder.readString()
        }
        #expect(throws: CanonicalDecodingError.invalidValue) {
            var decoder = CanonicalDecoder([2, 0])
            _ = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
                try decoder.read(UInt8.self)
            }
        }
        #expect(throws: CanonicalDecodingError.invalidValue) {
            var decoder = CanonicalDecoder([0x7F, 0xFF, 0xFF, 0xFF])
            _ = try decoder.readDate()
        }
    }

    @Test("text and bytes in a row cannot be parted another way")
    func lengthsPartValues() {
        var left = CanonicalEncoder()
        left.write("ab")
        left.write("c")
        var right = CanonicalEncoder()
        right.write("a")
        right.write("bc")
        #expect(left.bytes != right.bytes)
    }
}
