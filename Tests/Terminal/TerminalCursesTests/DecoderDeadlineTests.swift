@testable import TerminalCurses
import TerminalKit
import Testing

// Goal: a paste whose end never comes gives the keyboard back in bounded time, whatever is typed.
// Method: a decoder and made-up instants; one key after another until the deadline has passed.
@Suite("When the decoder is told that nothing followed")
struct DecoderDeadlineTests {
    /// After how long the deadline passes if a byte comes every so often; nil if it does not in a
    /// minute.
    private func end(of opening: String, byteEvery interval: Duration) -> Duration? {
        var decoder = InputDecoder()
        var deadline = DecoderDeadline()
        let start = ContinuousClock.now
        var now = start
        _ = decoder.feed(opening.utf8)
        deadline.note(decoder, now)
        while now < start + .seconds(60) {
            if let due = deadline.due, due <= now + interval { return due - start }
            now += interval
            _ = decoder.feed("x".utf8)
            deadline.note(decoder, now)
        }
        return nil
    }

    // Symptom: after a beginning of a paste without an end, every key was swallowed for ever.
    // Cause: the time-out for silence began anew with each key.
    @Test(
        "a paste that never ends is over in bounded time",
        arguments: [1, 20, 200, 1_200, 4_900, 60_000]
    )
    func pasteEnds(milliseconds: Int) throws {
        let interval = Duration.milliseconds(milliseconds)
        let ended = try #require(end(of: "\u{1B}[200~9", byteEvery: interval))
        #expect(ended <= InputDecoder.pasteEnd)
        // Keys of a person end it when it should long be over.
        if milliseconds >= 300, interval < InputDecoder.pasteDelay {
            #expect(ended <= InputDecoder.pasteLimit + .seconds(5))
        }
    }

    @Test("a paste that comes steadily is given half a minute")
    func steadyPaste() {
        let ended = end(of: "\u{1B}[200~9", byteEvery: .milliseconds(100))
        #expect(ended == InputDecoder.pasteEnd)
    }

    @Test("one paste after another has its own time")
    func nextPaste() {
        var decoder = InputDecoder()
        var deadline = DecoderDeadline()
        let start = ContinuousClock.now
        _ = decoder.feed("\u{1B}[200~9".utf8)
        deadline.note(decoder, start)
        _ = decoder.feed("\u{1B}[201~".utf8)
        deadline.note(decoder, start + .seconds(9))
        #expect(deadline.due == nil)
        _ = decoder.feed("\u{1B}[200~9".utf8)
        deadline.note(decoder, start + .seconds(20))
        #expect(deadline.due == start + .seconds(25))
    }
}
