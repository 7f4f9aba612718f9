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
        guard let delay = decoder.delay else {
            self = DecoderDeadline()
            return
        }
        guard decoder.isPasting else {
            pasteBegan = nil
            due = now + delay
            return
        }
        let began = pasteBegan ?? now
        pasteBegan = began
        let isLate = now >= began + InputDecoder.pasteLimit
        let silence = isLate ? InputDecoder.latePasteDelay : delay
        due = min(now + silence, began + InputDecoder.pasteEnd)
    }
}
