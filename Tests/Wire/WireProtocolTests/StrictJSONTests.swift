import Testing
import WireProtocol

// Goal: a text has one meaning or none.
// Method: tables of texts with the value or the reason for refusal.

@Suite struct StrictJSONTests {
    @Test(
        "these texts are read",
        arguments: [
            ("null", JSONValue.null), ("true", .boolean(true)), (" false ", .boolean(false)),
            ("0", .integer(0)), ("-1", .integer(-1)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("\"\"", .string("")), (#""\u0041\n\/""#, .string("A\n/")),
            (#""\ud83d\ude00""#, .string("\u{1F600}")), ("[]", .array([])), ("{}", .object([])),
            ("[ 1 , [ ] ]", .array([.integer(1), .array([])])),
            (
                #"{"b":1,"a":2}"#,
                .object([JSONMember("b", .integer(1)), JSONMember("a", .integer(2))])
            ),
        ]
    )
    func accepted(text: String, value: JSONValue) throws {
        #expect(try StrictJSON.parse(Array(text.utf8)) == value)
    }

    @Test(
        "these texts are refused for this reason",
        arguments: [
            ("", JSONSyntaxError.Reason.truncated), ("nul", .truncated),
            ("nulL", .unexpectedCharacter),
            ("1 2", .trailingCharacters), ("{}x", .trailingCharacters), ("1.0", .notAnInteger),
            ("1e3", .notAnInteger), ("1E3", .notAnInteger), ("01", .notAnInteger),
            ("-0", .notAnInteger), ("-", .notAnInteger), ("9223372036854775808", .notAnInteger),
            ("[1,]", .unexpectedCharacter), ("[1", .truncated), ("{\"a\"}", .unexpectedCharacter),
            ("{\"a\":1,}", .unexpectedCharacter), ("{1:2}", .unexpectedCharacter),
            (#"{"a":1,"a":2}"#, .duplicateName), (#"{"a":1,"\u0061":2}"#, .duplicateName),
            (#""\ud83d""#, .invalidString), (#""\ude00""#, .invalidString),
            (#""\ud83d\u0041""#, .invalidString), (#""\x""#, .invalidString),
            ("\"\u{1}\"", .invalidString), ("\"abc", .truncated), (#""\u00"#, .truncated),
            ("'a'", .unexpectedCharacter), ("NaN", .unexpectedCharacter),
            ("\u{FEFF}{}", .unexpectedCharacter),
        ]
    )
    func refused(text: String, reason: JSONSyntaxError.Reason) {
        let error = #expect(throws: JSONSyntaxError.self) { try StrictJSON.parse(Array(text.utf8)) }
        #expect(error?.reason == reason)
    }

    @Test("bytes that are no UTF-8 are refused")
    func invalidUTF8() {
        for bytes: [UInt8] in [
            [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF5, 0x80, 0x80, 0x80],
        ] {
            let error = #expect(throws: JSONSyntaxError.self) {
                try StrictJSON.parse([0x22] + bytes + [0x22])
            }
            #expect(error?.reason == .invalidString)
        }
    }

    @Test("a depth of 16 is read, and one of 17 is refused")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth)
        }
        _ = try StrictJSON.parse(nested(StrictJSON.depthLimit))
        let error = #expect(throws: JSONSyntaxError.self) {
            try StrictJSON.parse(nested(StrictJSON.depthLimit + 1))
        }
        #expect(error?.reason == .tooDeep)
    }

    @Test("canonical text sorts names, escapes what it must, and adds no space")
    func canonical() {
        let value = JSONValue.object([
            JSONMember("b", .array([.null, .boolean(true), .integer(-5)])),
            JSONMember("a", .string("\u{8}\t\n\u{C}\r\u{1F}\"\\/é")),
        ])
        let text = String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
        #expect(text == #"{"a":"\b\t\n\f\r\u001f\"\\/é","b":[null,true,-5]}"#)
    }
}
