public import CoreVocabulary

/// The sessions that consoles of a user had at the bank from one place, each until the bank is known to
/// have ended it.
///
/// One console at a time has the place open, so nobody is in a session that was noted there before. A
/// console that is killed, or that signs out without a line, leaves its session open at the bank; the
/// next one that signs in there has the bank end it. What is noted is on the disk afterwards.
public protocol SessionNotes: Sendable {
    /// The sessions that were noted before the place was opened and not forgotten, in no order.
    func left() async throws -> [SessionID]

    /// Notes a session that has begun.
    func note(_ id: SessionID) async throws

    /// Forgets a session that the bank has ended, also after the stores were closed.
    ///
    /// What a loss of power brings back is asked about once more, and does no harm.
    func forget(_ id: SessionID) async throws
}
