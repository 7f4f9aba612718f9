/// Reason why a field lacks typed characters, kept until something is deleted from it.
///
/// The user must not continue without characters that were typed. Typing further valid characters
/// does not restore the missing ones. A user who deletes something, or presses a deleting key in an
/// empty field, has noticed.
struct MissingText: Equatable, Sendable {
    /// The reason and a remedy; nil if nothing is missing.
    private(set) var reason: SafeText?

    /// Records that a character was refused.
    mutating func miss(_ reason: SafeText) {
        self.reason = reason
    }

    /// Handles a key that deleted `count` of the field's `standing` characters.
    mutating func takeOut(_ count: Int, of standing: Int) {
        if count > 0 || standing == 0 { reason = nil }
    }

    /// Clears the reason because the field was emptied.
    mutating func clear() {
        reason = nil
    }
}
