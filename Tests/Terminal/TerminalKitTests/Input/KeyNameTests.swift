import CoreVocabulary
import Testing

@testable import TerminalKit

// Goal: a key is printed and read by one name, and means one thing however a terminal sends it.
// Method: names by hand, then every key there and back.

@Suite("Key names")
struct KeyNameTests {
    @Test(
        "a name is read and printed",
        arguments: [
            ("Ctrl-L", .control("l")), ("g", .character("g")), ("G", .character("G")),
            ("Space", .character(" ")), ("Ctrl-Space", .control(" ")), ("F5", .function(5)),
            ("F12", .function(12)), ("PgUp", .pageUp), ("PgDn", .pageDown), ("Esc", .escape),
            ("Enter", .enter), ("Tab", .tab), ("Shift-Tab", .backTab), ("Bksp", .backspace),
            ("Del", .delete), ("Ins", .insert), ("Up", .up), ("-", .character("-")),
            ("?", .character("?")), ("é", .character("é")),
            ("Alt-x", .modified(.character("x"), .alt)),
            ("Alt-X", .modified(.character("X"), .alt)),
            ("Shift-Up", .modified(.up, .shift)), ("Ctrl-Left", .modified(.left, .control)),
            ("Ctrl-Alt-Shift-F5", .modified(.function(5), [.control, .alt, .shift])),
            ("Alt-Ctrl-A", .modified(.control("a"), .alt)),
            ("Alt--", .modified(.character("-"), .alt)),
        ] as [(String, Key)]
    )
    func names(name: String, key: Key) {
        #expect(Key(name: name) == key)
        #expect(key.name == name)
    }

    @Test(
        "a key has other names that are read too",
        arguments: [
            ("ctrl-l", "Ctrl-L"), ("CTRL-L", "Ctrl-L"), ("f1", "F1"), ("pageup", "PgUp"),
            ("Escape", "Esc"), ("Return", "Enter"), ("Delete", "Del"), ("Shift-g", "G"),
            ("Ctrl-i", "Tab"), ("Ctrl-M", "Enter"), ("Ctrl-[", "Esc"), ("Ctrl-H", "Bksp"),
            ("Shift-Alt-Up", "Alt-Shift-Up"), ("Ctrl-Shift-a", "Ctrl-A"), ("Ctrl-@", "Ctrl-Space"),
        ]
    )
    func otherNames(name: String, printed: String) {
        #expect(Key(name: name)?.name == printed)
    }

    @Test(
        "what names no key is refused",
        arguments: [
            "", " ", "Ctrl-", "F0", "F25", "F05", "gg", "g a", "Ctrl-Foo", "Hyper-x", "\u{301}",
            "\u{1B}", "\u{202E}", "-Up",
        ]
    )
    func noNames(name: String) {
        #expect(Key(name: name) == nil)
    }

    @Test("every key that the decoder makes, a lone mark aside, can be written and read back")
    func roundTrip() {
        var noise = SplitMix64(seed: 11)
        var seen: Set<Key> = []
        for _ in 0..<20_000 {
            var decoder = InputDecoder()
            let bytes = DecoderNoise.bytes(count: 8, using: &noise)
            for case .key(let key) in decoder.feed(bytes) + decoder.timeout() { seen.insert(key) }
        }
        // A mark by itself is typed but is no key with a name.
        let named = seen.filter { key in
            guard case .character(let scalar) = key.bare else { return true }
            return (CellWidth.of(scalar) ?? 0) > 0
        }
        #expect(named.count > 150)
        #expect(named.filter { Key(name: $0.name) != $0 } == [])
    }

    @Test("keys held together have one form")
    func forms() {
        #expect(Key.character("a").with(.control) == .control("a"))
        #expect(Key.character("A").with([.control, .shift]) == .control("a"))
        #expect(Key.character("a").with(.shift) == .character("A"))
        #expect(Key.tab.with(.shift) == .backTab)
        #expect(Key.up.with(.alt).with(.shift) == .modified(.up, [.alt, .shift]))
        #expect(Key.up.with([]) == .up)
        #expect(Key.up.with(.alt).bare == .up)
        #expect(Key.up.with(.alt).modifiers == .alt)
        #expect(Key.character("i").with(.control) == .tab)
    }
}
