import Testing

@testable import TerminalKit

// Goal: the bytes of terminals become the keys that people pressed, and nothing else.
// Method: one sequence a case; each is also fed byte by byte.

@Suite("Input decoder")
struct InputDecoderTests {
    /// The events of bytes that come at once, after which nothing comes.
    static func events(_ text: String) -> [InputEvent] {
        var decoder = InputDecoder()
        return decoder.feed(text.utf8) + decoder.timeout()
    }

    static func keys(_ text: String) -> [Key?] {
        events(text).map { event in
            if case .key(let key) = event { key } else { nil }
        }
    }

    @Test(
        "a sequence is one key",
        arguments: [
            ("a", .character("a")), (" ", .character(" ")), ("é", .character("é")),
            ("王", .character("王")), ("😀", .character("😀")),
            ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace),
            ("\u{8}", .backspace), ("\u{0}", .control(" ")), ("\u{1}", .control("a")),
            ("\u{1A}", .control("z")), ("\u{1C}", .control("\\")), ("\u{1F}", .control("_")),
            ("\u{1B}", .escape),
            // Arrows, both ways.
            ("\u{1B}[A", .up), ("\u{1B}[B", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left),
            ("\u{1B}OA", .up), ("\u{1B}OB", .down), ("\u{1B}OC", .right), ("\u{1B}OD", .left),
            // The block of six: xterm, VT220, rxvt.
            ("\u{1B}[H", .home), ("\u{1B}[F", .end), ("\u{1B}OH", .home), ("\u{1B}OF", .end),
            ("\u{1B}[1~", .home), ("\u{1B}[4~", .end), ("\u{1B}[7~", .home), ("\u{1B}[8~", .end),
            ("\u{1B}[2~", .insert), ("\u{1B}[3~", .delete), ("\u{1B}[5~", .pageUp),
            ("\u{1B}[6~", .pageDown),
            // F keys: xterm, VT220, Linux console.
            ("\u{1B}OP", .function(1)), ("\u{1B}OS", .function(4)), ("\u{1B}[11~", .function(1)),
            ("\u{1B}[15~", .function(5)), ("\u{1B}[17~", .function(6)),
            ("\u{1B}[21~", .function(10)), ("\u{1B}[24~", .function(12)),
            ("\u{1B}[34~", .function(20)), ("\u{1B}[[A", .function(1)), ("\u{1B}[[E", .function(5)),
            // Keys held together: xterm, rxvt, and characters by number.
            ("\u{1B}[1;2A", .modified(.up, .shift)), ("\u{1B}[1;5C", .modified(.right, .control)),
            ("\u{1B}[3;5~", .modified(.delete, .control)),
            ("\u{1B}[15;2~", .modified(.function(5), .shift)),
            ("\u{1B}[1;3P", .modified(.function(1), .alt)),
            ("\u{1B}[1;5R", .modified(.function(3), .control)), ("\u{1B}[Z", .backTab),
            ("\u{1B}[3$", .modified(.delete, .shift)), ("\u{1B}[3^", .modified(.delete, .control)),
            ("\u{1B}[3@", .modified(.delete, [.control, .shift])),
            ("\u{1B}[a", .modified(.up, .shift)), ("\u{1B}Oa", .modified(.up, .control)),
            ("\u{1B}[97;5u", .control("a")), ("\u{1B}[27;5;97~", .control("a")),
            ("\u{1B}[13;2u", .modified(.enter, .shift)), ("\u{1B}[9;2u", .backTab),
            ("\u{1B}[1;9A", .up), ("\u{1B}[1;33A", .modified(.up, .alt)),
            // Alt.
            ("\u{1B}x", .modified(.character("x"), .alt)),
            ("\u{1B}é", .modified(.character("é"), .alt)), ("\u{1B}\r", .modified(.enter, .alt)),
            ("\u{1B}\u{7F}", .modified(.backspace, .alt)),
            ("\u{1B}[", .modified(.character("["), .alt)),
            ("\u{1B}O", .modified(.character("O"), .alt)),
            ("\u{1B}]", .modified(.character("]"), .alt)),
            ("\u{1B}P", .modified(.character("P"), .alt)),
            // The keypad.
            ("\u{1B}OM", .enter), ("\u{1B}Op", .character("0")), ("\u{1B}Oy", .character("9")),
            ("\u{1B}On", .character(".")), ("\u{1B}Ok", .character("+")),
        ] as [(String, Key)]
    )
    func sequences(text: String, key: Key) {
        #expect(Self.events(text) == [.key(key)])
        var decoder = InputDecoder()
        let events = text.utf8.flatMap { decoder.feed([$0]) } + decoder.timeout()
        #expect(events == [.key(key)])
    }

    @Test(
        "what a terminal answers by itself is no key",
        arguments: [
            "\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{7}", "\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{1B}\\",
            "\u{1B}[?62;4c", "\u{1B}[>41;377;0c", "\u{1B}[24;80R", "\u{1B}[?2026;2$y",
            "\u{1B}[?997;1n", "\u{1B}P>|XTerm(377)\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\",
            "\u{1B}^x\u{1B}\\", "\u{1B}Xx\u{1B}\\", "\u{1B}[8;24;80t", "\u{1B}[0n",
            "\u{1B}[M !!", "\u{1B}[?1u", "\u{1B}Oz", "\u{1B}[57358u",
        ]
    )
    func answers(text: String) {
        #expect(Self.events(text) == [])
        #expect(Self.events(text + "q") == [.key(.character("q"))])
    }

    @Test(
        "a byte that is no UTF-8 never swallows the next key",
        arguments: [
            [0xFF], [0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC0], [0xE9],
            [0xED, 0xA0], [0xF5],
        ] as [[UInt8]]
    )
    func invalid(bytes: [UInt8]) {
        var decoder = InputDecoder()
        let events = decoder.feed(bytes + Array("qé\u{1B}[A".utf8))
        #expect(events.suffix(3) == [.key(.character("q")), .key(.character("é")), .key(.up)])
        let others = events.dropLast(3)
        #expect(!others.isEmpty)
        #expect(others.allSatisfy { $0 == .key(.character("\u{FFFD}")) })
    }

    @Test("an unfinished character ends in time")
    func unfinished() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0xE2, 0x82]) == [])
        #expect(decoder.delay != nil)
        #expect(decoder.timeout() == [.key(.character("\u{FFFD}"))])
        #expect(decoder.delay == nil)
    }

    @Test("Escape waits for what may follow, and a second one does not")
    func escape() {
        var decoder = InputDecoder(escapeDelay: .milliseconds(25))
        #expect(decoder.delay == nil)
        #expect(decoder.feed([0x1B]) == [])
        #expect(decoder.delay == .milliseconds(25))
        #expect(decoder.feed([0x1B]) == [.key(.escape)])
        #expect(decoder.timeout() == [.key(.escape)])
        #expect(decoder.timeout() == [])
    }

    // Symptom: "125" was typed and "112255" stood in the field.
    // Cause: what stands behind a colon was left unread, so a key that came up was pressed again.
    @Test(
        "a key that comes up types nothing, in every form of a control sequence",
        arguments: [
            ("\u{1B}[49;1:1u\u{1B}[49;1:3u", [.character("1")]),
            ("\u{1B}[49;1u\u{1B}[49;1:3u\u{1B}[50;1:2u", [.character("1"), .character("2")]),
            ("\u{1B}[49:33;1:3u", []), ("\u{1B}[97;5:1u\u{1B}[97;5:3u", [.control("a")]),
            ("\u{1B}[97;1:3;97u", []), ("\u{1B}[13;1:3u", []),
            ("\u{1B}[1;1:1A\u{1B}[1;1:3A", [.up]), ("\u{1B}[1;2:3A", []),
            ("\u{1B}[3;1:1~\u{1B}[3;1:3~", [.delete]), ("\u{1B}[24;1:3~", []),
            ("\u{1B}[1;1:1P\u{1B}[1;1:3P", [.function(1)]), ("\u{1B}[27;1:3;97~", []),
            ("\u{1B}[9;2:3Z", []),
        ] as [(String, [Key])]
    )
    func releases(text: String, keys: [Key]) {
        #expect(Self.keys(text) == keys.map { $0 })
    }

    @Test("an arrow that comes in two packets is an arrow")
    func slowArrow() {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array("\u{1B}O".utf8)) == [])
        #expect(decoder.feed(Array("B".utf8)) == [.key(.down)])
    }

    @Test("the beginning of a sequence that nothing follows types nothing")
    func abandoned() {
        #expect(Self.keys("\u{1B}[1;") == [])
        #expect(Self.keys("\u{1B}]11;rgb") == [])
        #expect(Self.keys("\u{1B}[\r") == [.modified(.character("["), .alt), .enter])
        #expect(Self.keys("\u{1B}[12\u{1B}[A") == [.up])
        #expect(Self.keys("\u{1B}]11;\u{1B}[A") == [.up])
        #expect(Self.keys("\u{1B}[1\u{18}a") == [.character("a")])
    }

    @Test("a string that never ends is ended by any control character, or by silence")
    func endlessString() {
        var decoder = InputDecoder()
        let long = [UInt8](repeating: 0x78, count: InputDecoder.maximumStringBytes)
        #expect(decoder.feed(Array("\u{1B}]".utf8) + long) == [])
        #expect(decoder.feed([0x0D, 0x71]) == [.key(.character("q"))])
        #expect(decoder.feed(Array("\u{1B}]52;".utf8)) == [])
        #expect(decoder.timeout() == [])
        #expect(decoder.feed([0x71]) == [.key(.character("q"))])
    }

    @Test("a control sequence longer than its limit is dropped whole")
    func longSequence() {
        let digits = String(repeating: "1", count: 10_000)
        #expect(Self.keys("\u{1B}[\(digits)A") == [])
        #expect(Self.keys("\u{1B}[\(digits)Aq") == [.character("q")])
        #expect(Self.keys("\u{1B}[99999999999999999999;5A") == [])
    }

    @Test("reports of the focus and of the mouse are no keys")
    func mouse() {
        #expect(Self.events("\u{1B}[I\u{1B}[O") == [])
        for report in ["<0;3;4M", "<2;1;1m", "<32;2;2M", "<64;1;1M", "<85;1;1M", "<0;0;0M"] {
            #expect(Self.events("\u{1B}[\(report)q") == [.key(.character("q"))])
        }
    }
}
