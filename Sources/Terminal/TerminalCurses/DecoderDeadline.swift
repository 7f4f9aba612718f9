import TerminalKit

/// The deadline at which the decoder is told that nothing followed.
///
/// Input puts it off, but not for ever: a paste whose end is lost would swallow every key.
struct DecoderDeadline {
    /// When it is due; nil when nothing has begun.
    private(set) var due: ContinuousClock.Instant?
    private var pasteBegan: ContinuousClock.Instant?

    /// Takes in that the decoder has taken input, and what it waits for now.
    mutating func note(_ decoder: InputDecoder, _ now: ContinuousClock.Instant) {
        guard let delay = decoder.delayMilliseconds else {
            self = DecoderDeadline()
            return
        }
        guard decoder.isPasting else {
            pasteBegan = nil
            due = now + .milliseconds(delay)
            return
        }
        let began = pasteBegan ?? now
        pasteBegan = began
        let isLate = now >= began + .milliseconds(InputDecoder.pasteLimitMilliseconds)
        let silence = isLate ? InputDecoder.latePasteDelayMilliseconds : delay
        due = min(
            now + .milliseconds(silence),
            began + .milliseconds(InputDecoder.pasteEndMilliseconds)
        )
    }
}
