/// Mark that the renderer draws, named by its meaning.
///
/// Each has a form of one cell in Unicode and one in ASCII. None carries a meaning alone: a word or
/// a position beside it says the same. Terminals disagree about the width of East Asian ambiguous
/// characters, so none is used except lines and bars, where a wrong width shifts no text.
package enum Symbol: String, CaseIterable, Hashable, Sendable {
    // Lines and bars.

    /// A piece of a horizontal line.
    case horizontal
    /// A piece of a vertical line.
    case vertical
    /// The top left corner of a box.
    case topLeft
    /// The top right corner of a box.
    case topRight
    /// The bottom left corner of a box.
    case bottomLeft
    /// The bottom right corner of a box.
    case bottomRight
    /// The scroll bar outside the visible range.
    case scrollTrack
    /// The scroll bar within the visible range.
    case scrollThumb
    /// The list continues above the visible rows; used if there is no room for a scroll bar.
    case moreAbove
    /// The list continues below the visible rows.
    case moreBelow
    /// The list continues above and below its only visible row.
    case moreAround
    /// The completed part of a progress bar.
    case progressFull
    /// The remaining part of a progress bar.
    case progressEmpty

    // Positions.

    /// The selected row, or the focused field or button.
    case selected
    /// The selected row of a list without the focus.
    case selectedInactive
    /// A row that cannot be chosen; the reason is shown beside it or on an attempt.
    case unavailable
    /// A row that is not loaded yet.
    case placeholder
    /// A character of a secret.
    case masked
    /// A completed step of a task.
    case crumbDone
    /// The current step of a task.
    case crumbCurrent
    /// A step that is still ahead.
    case crumbAhead
    /// The separator between two steps.
    case crumbSeparator

    // Messages.

    /// Neutral information for the user.
    case information
    /// An action was completed.
    case success
    /// A problem that needs attention, or text that could mislead.
    case warning
    /// A failure, or an invalid input.
    case error

    // The link to the bank.

    /// The displayed data agrees with the bank.
    case linkLive
    /// The console is contacting the bank.
    case linkConnecting
    /// No connection to the bank.
    case linkOffline
    /// The displayed data differs from the bank's books.
    case linkUnverified
    /// Instructions wait to be sent.
    case queued

    // States of a payment.

    /// A payment is pending.
    case pending
    /// An entry is booked.
    case posted
    /// An entry was reversed by another.
    case reversed
    /// A payment was refused.
    case failed

    /// Returns the mark as a character one cell wide.
    package func scalar(in glyphs: Glyphs) -> Unicode.Scalar {
        glyphs == .unicode ? forms.unicode : forms.ascii
    }

    private var forms: (unicode: Unicode.Scalar, ascii: Unicode.Scalar) {
        switch self {
        case .horizontal: ("\u{2500}", "-")
        case .vertical, .scrollTrack: ("\u{2502}", "|")
        case .topLeft: ("\u{250C}", "+")
        case .topRight: ("\u{2510}", "+")
        case .bottomLeft: ("\u{2514}", "+")
        case .bottomRight: ("\u{2518}", "+")
        case .scrollThumb, .progressFull: ("\u{2588}", "#")
        case .moreAbove: ("\u{25B4}", "^")
        case .moreBelow: ("\u{25BE}", "v")
        case .moreAround: ("\u{21D5}", ":")
        case .progressEmpty: ("\u{2591}", ".")
        case .selected, .crumbCurrent: ("\u{25B8}", ">")
        case .selectedInactive: ("\u{25B9}", "-")
        case .unavailable: ("x", "x")
        case .placeholder: ("\u{2219}", ".")
        case .masked: ("*", "*")
        case .crumbSeparator: ("\u{203A}", "/")
        case .crumbDone, .success, .posted: ("\u{2713}", "+")
        case .crumbAhead: ("\u{25E6}", ".")
        case .information: ("\u{25AA}", "-")
        case .warning: ("\u{26A0}", "!")
        case .error: ("\u{2716}", "#")
        case .linkUnverified, .failed: ("\u{2716}", "x")
        case .linkLive: ("\u{25C9}", "@")
        case .linkConnecting: ("\u{25D4}", "?")
        case .linkOffline: ("\u{25CC}", "o")
        case .queued: ("\u{27F3}", "%")
        case .pending: ("\u{25F7}", "~")
        case .reversed: ("\u{21BA}", "<")
        }
    }
}
