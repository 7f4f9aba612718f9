import Testing

@testable import TerminalKit

// Goal: a paste is text, whatever it holds, and never a key.
// Method: pastes with newlines, sequences and near-ends in them; a flood; a paste that never ends.

@Suite("Input decoder, paste")
struct InputPasteTests {
    static func paste(_ content: String) -> String { "\u{1B}[200~\(content)\u{1B}[201~" }

    @Test(
        "what is pasted arrives whole, and keys go on after it",
        arguments: [
            "", "hello", "two\rlines\n", "\u{1B}", "\u{1B}[A\u{1B}OB", "\u{1B}[201", "é王😀",
            "\u{1B}\u{1B}[20", "\u{1B}[200~ again", "\u{1B}]0;title\u{7}",
        ]
    )
    func content(text: String) {
        var decoder = InputDecoder()
        let events = decoder.feed(Array((Self.paste(text) + "q").utf8))
        #expect(events == [.paste(text), .key(.character("q"))])
        var slow = InputDecoder()
        let slowly = Array((Self.paste(text) + "q").utf8).flatMap { slow.feed([$0]) }
        #expect(slowly == events)
    }

    @Test("bytes that are no UTF-8 are replaced in a paste")
    func invalid() {
        var decoder = InputDecoder()
        let bytes = Array("\u{1B}[200~a".utf8) + [0xFF] + Array("b\u{1B}[201~".utf8)
        #expect(decoder.feed(bytes) == [.paste("a\u{FFFD}b")])
    }

    @Test("a paste of the greatest length is taken and a longer one is refused whole")
    func tooLong() {
        let most = String(repeating: "x", count: InputDecoder.maximumPasteBytes)
        var decoder = InputDecoder()
        #expect(decoder.feed(Array(Self.paste(most).utf8)) == [.paste(most)])
        #expect(decoder.feed(Array(Self.paste(most + "x").utf8)) == [.pasteTooLong])
        #expect(decoder.feed(Array("q".utf8)) == [.key(.character("q"))])
    }

    @Test("a paste waits long for its end, and then ends by itself")
    func unended() {
        var decoder = InputDecoder(escapeDelay: .milliseconds(25))
        #expect(decoder.feed(Array("\u{1B}[200~abc".utf8)) == [])
        #expect(decoder.delay == InputDecoder.pasteDelay)
        #expect(decoder.timeout() == [.paste("abc")])
        #expect(decoder.feed(Array("q".utf8)) == [.key(.character("q"))])
    }

    @Test("Ctrl-C and F12 pass through a paste, and what follows them is still pasted")
    func passingKeys() {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array("\u{1B}[200~9q\u{3}".utf8)) == [.key(.control("c"))])
        #expect(decoder.feed(Array("\r\u{1B}[24~t".utf8)) == [.key(.function(12))])
        #expect(decoder.isPasting)
        #expect(decoder.feed(Array("\u{1B}[201~".utf8)) == [.paste("9q\rt")])
        #expect(!decoder.isPasting)
    }

    @Test("the end of a paste without its beginning is nothing")
    func strayEnd() {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array("\u{1B}[201~".utf8)) == [])
    }
}
