import Testing

@testable import TerminalKit

// Goal: a terminal that sends its keys in a way of its own is understood, and cannot break the rest.
// Method: seeds as terminfo gives them, and seeds that would swallow other input.

@Suite("Input decoder, keys from terminfo")
struct KeySeedsTests {
    static func decoder(_ seeds: [(String, Key)]) -> InputDecoder {
        InputDecoder(terminfoKeys: seeds.map { (Array($0.0.utf8), $0.1) })
    }

    static func keys(_ decoder: InputDecoder, _ text: String) -> [InputEvent] {
        var decoder = decoder
        return decoder.feed(text.utf8) + decoder.timeout()
    }

    @Test(
        "a seed is its key, before our own reading",
        arguments: [
            ("\u{1B}[224z", Key.function(1)), ("\u{1B}[A", .pageUp), ("\u{1B}? q", .end),
            ("\u{1B}j", .down), ("\u{1B}[[Z", .function(9)), ("\u{1B}O5x", .home),
        ]
    )
    func seeds(sequence: String, key: Key) {
        let decoder = Self.decoder([(sequence, key)])
        #expect(Self.keys(decoder, sequence + "q") == [.key(key), .key(.character("q"))])
    }

    @Test(
        "a seed that would swallow other input is left out",
        arguments: [
            "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[200~", "\u{1B}[2", "x", "", "\u{1B}\u{1B}",
            "\u{1B}[0123456789012345", "\u{1B}[M",
        ]
    )
    func unusable(sequence: String) {
        let decoder = Self.decoder([(sequence, .function(20))])
        let text = "x\u{1B}[A\u{1B}OB\u{1B}[200~p\u{1B}[201~\u{1B}[0123456789012345"
        #expect(Self.keys(decoder, text) == Self.keys(InputDecoder(), text))
    }

    @Test("what begins like a seed and goes on otherwise is read by our rules")
    func mismatch() {
        let decoder = Self.decoder([("\u{1B}?q", .end)])
        #expect(
            Self.keys(decoder, "\u{1B}?a") == [
                .key(.modified(.character("?"), .alt)), .key(.character("a")),
            ]
        )
        #expect(Self.keys(decoder, "\u{1B}?") == [.key(.modified(.character("?"), .alt))])
    }
}
