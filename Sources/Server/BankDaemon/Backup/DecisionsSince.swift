import CoreVocabulary

/// The decisions in the books of now that stand, against those in books that were put aside.
///
/// States alone do not tell why they differ: the books of now may lack a decision, or have a newer one.
struct DecisionsSince: Sendable {
    /// Those of the books before, since both books were the same.
    var before = DecisionLog()
    /// Those of the books of now, since the same line.
    var now = DecisionLog()

    /// The passwords and authenticators of the books of now that stand: nobody can compare the
    /// secrets themselves.
    var secrets: Set<DecisionLog.Subject> {
        Set(
            now.last.keys.filter { subject in
                switch subject {
                case .password, .authenticator: standing(subject, insteadOf: subject) != nil
                case .shutOut, .role, .access, .payee, .limits: false
                }
            }
        )
    }

    /// The time of the decision of the books of now, where that one stands; nil where they have none,
    /// or where the books before have a newer one.
    ///
    /// What follows the last restoration is newer than anything in books that were put aside, whatever
    /// the clocks say. What comes before it may be of a backup that was made of other books, and older.
    ///
    /// - Parameters:
    ///   - subject: What it is about, as the books of now name it.
    ///   - earlier: The same, as the books before name it.
    /// - Returns: When it was decided.
    func standing(
        _ subject: DecisionLog.Subject,
        insteadOf earlier: DecisionLog.Subject
    ) -> Instant? {
        guard let own = now.last[subject] else { return nil }
        if let restored = now.restorationNumber, own.number > restored { return own.at }
        guard let other = before.last[earlier], other.at > own.at else { return own.at }
        return nil
    }

    /// True if what was booked in the books of now stands against what was booked in the books before:
    /// it follows the last restoration, or is no older.
    ///
    /// - Parameters:
    ///   - instant: When it was booked in the books of now.
    ///   - earlier: When the other was booked in the books before.
    /// - Returns: True if it stands.
    func stands(at instant: Instant, insteadOf earlier: Instant) -> Bool {
        // Bookings have no line of their own: of them the time of the restoration has to do.
        if let restoredAt = now.restoredAt, instant >= restoredAt { return true }
        return instant >= earlier
    }

    /// True if the books of now decided about something, and the books before did not: then the books
    /// of now lack nothing, though both differ.
    ///
    /// Where a line of the books before may be about it and does not say so, nobody knows.
    func isOfNowAlone(
        _ subject: DecisionLog.Subject,
        insteadOf earlier: DecisionLog.Subject
    ) -> Bool {
        now.last[subject] != nil && before.last[earlier] == nil
            && !(subject.hasTwoObjects && before.hasUnnamedLines)
    }
}
