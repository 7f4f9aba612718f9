import TerminalKit

/// Time at which the decoder must complete pending input if nothing follows.
///
/// Input postpones it, but not without limit: a paste whose end is lost would swallow every key.
struct DecoderDeadline {
    /// Time at which it is due; nil if no input is pending.
    private(set) var due: ContinuousClock.Instant?
    private var pasteBegan: ContinuousClock.Instant?

    /// Updates the deadline after the decoder has processed input.
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
