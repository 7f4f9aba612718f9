/// A mark that the renderer draws, named by what it means.
///
/// Each has a form of one cell in Unicode and one in ASCII. None carries a meaning alone: a word
/// or a place beside it says the same. Terminals disagree about the width of East Asian ambiguous
/// characters, so none is used except lines and bars, where a wrong width shifts no text.
public enum Symbol: String, CaseIterable, Hashable, Sendable {
    // Lines and bars.

    /// A piece of a line across.
    case horizontal
    /// A piece of a line down.
    case vertical
    /// The top left corner of a box.
    case topLeft
    /// The top right corner of a box.
    case topRight
    /// The bottom left corner of a box.
    case bottomLeft
    /// The bottom right corner of a box.
    case bottomRight
    /// The scroll bar where the rows in sight are not.
    case scrollTrack
    /// The scroll bar where the rows in sight are.
    case scrollThumb
    /// A list goes on above the rows in sight, where there is no room for a scroll bar.
    case moreAbove
    /// A list goes on below the rows in sight.
    case moreBelow
    /// A list goes on above and below the one row in sight.
    case moreAround
    /// The done part of a progress bar.
    case progressFull
    /// The part of a progress bar to come.
    case progressEmpty

    // Places.

    /// The row, field or button that has the focus.
    case selected
    /// The selected row of a list that keys do not go to.
    case selectedInactive
    /// A row marked for a command that takes several.
    case marked
    /// A row that cannot be chosen; the reason stands beside it, or is told when somebody tries.
    case unavailable
    /// A row that is not known yet.
    case placeholder
    /// A character of a secret.
    case masked
    /// A step that is behind.
    case crumbDone
    /// The step on the screen.
    case crumbCurrent
    /// A step to come.
    case crumbAhead
    /// Stands between two steps.
    case crumbSeparator

    // Messages.

    /// Something to know.
    case information
    /// Something worked.
    case success
    /// Something to look at, or words that could mislead.
    case warning
    /// Something failed or is wrong.
    case error

    // The link to the bank.

    /// What is shown agrees with the bank.
    case linkLive
    /// The bank is being asked.
    case linkConnecting
    /// There is no line to the bank.
    case linkOffline
    /// What is shown differs from the bank's books.
    case linkUnverified
    /// Instructions wait to be sent.
    case queued

    // What has become of a payment.

    /// A payment is on its way.
    case pending
    /// An entry is booked.
    case posted
    /// An entry was taken back by another.
    case reversed
    /// A payment was refused.
    case failed

    /// The mark in a terminal that shows Unicode; one cell wide.
    public var unicode: Unicode.Scalar { forms.unicode }

    /// The mark in a terminal that shows ASCII only.
    public var ascii: Unicode.Scalar { forms.ascii }

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
        case .marked: ("*", "*")
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

extension Symbol {
    /// Whether the mark tells a state, for which a theme may have one of its own.
    var tellsState: Bool {
        switch self {
        case .information, .success, .warning, .error, .linkLive, .linkConnecting, .linkOffline,
            .linkUnverified, .queued, .pending, .posted, .reversed, .failed:
            true
        default:
            false
        }
    }
}
