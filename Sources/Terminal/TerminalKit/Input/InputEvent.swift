/// Event received from the terminal.
///
/// Reports that the terminal sends by itself, such as its colours or the mouse, are no events. The
/// decoder consumes and drops them.
package enum InputEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// Pasted text, which is never interpreted as keys; unfiltered, so clean it before use.
    case paste(String)
    /// More than ``InputDecoder/maximumPasteBytes`` was pasted; none of it is kept.
    case pasteTooLong
}
