/// Why a field lacks what was typed, until something is taken out of it.
///
/// Nobody goes on without what was typed. A good character more leaves missing what was missing;
/// whoever takes something out, or would where nothing stands, has seen that it is.
struct MissingText: Equatable, Sendable {
    /// The reason, and what to do; nil when nothing is missing.
    private(set) var reason: SafeText?

    /// Takes in that something was not taken.
    mutating func miss(_ reason: SafeText) {
        self.reason = reason
    }

    /// Takes in a key that takes out.
    ///
    /// - Parameters:
    ///   - count: How many characters it took out.
    ///   - standing: How many stood in the field before.
    mutating func takeOut(_ count: Int, of standing: Int) {
        if count > 0 || standing == 0 { reason = nil }
    }

    /// Takes in that the field was emptied.
    mutating func clear() {
        reason = nil
    }
}
