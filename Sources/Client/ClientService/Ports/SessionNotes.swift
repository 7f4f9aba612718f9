package import CoreVocabulary

/// Notes of a user's sessions at the bank, each kept until the bank is known to have ended it.
///
/// Only one console at a time has these notes open, so no console is in a session noted before. A
/// console that is killed, or signs out without a link, leaves its session open at the bank. The
/// next console that signs in there makes the bank end it. Notes are on the disk when a call
/// returns.
package protocol SessionNotes: Sendable {
    /// Returns the sessions noted before opening and not forgotten, in no particular order.
    func left() async throws -> [SessionID]

    /// Notes a session that has begun.
    func note(_ id: SessionID) async throws

    /// Forgets a session that the bank has ended; also works after the stores were closed.
    ///
    /// A power failure may bring a note back. The bank is then asked once more, which does no harm.
    func forget(_ id: SessionID) async throws
}

extension SessionNotes {
    /// Forgets a session whose end the bank has confirmed.
    func forgetEnded(_ id: SessionID) async {
        // A note that stays is asked about once more, and the bank says that the session has ended.
        try? await forget(id)
    }
}
