import CoreVocabulary

/// The decisions in the present books that are in force, compared with books set aside.
///
/// The states alone do not show why they differ. The present books may lack a decision or have a
/// newer one.
struct DecisionsSince: Sendable {
    /// Decisions in the earlier books since the two diverged.
    var before = DecisionLog()
    /// Decisions in the present books since the same audit row.
    var now = DecisionLog()

    /// Returns the time of the present books' decision, or nil if they have none in force.
    ///
    /// A decision after the last restoration is newer than anything in books that were set aside,
    /// whatever the clocks say. A decision before it may stem from a backup of other books, and be
    /// older.
    func standing(
        _ subject: DecisionLog.Subject,
        insteadOf earlier: DecisionLog.Subject
    ) -> Instant? {
        guard let own = now.last[subject] else { return nil }
        if let restored = now.restorationNumber, own.number > restored { return own.at }
        guard let other = before.last[earlier], other.at > own.at else { return own.at }
        return nil
    }

    /// Returns true if a booking in the present books supersedes one in the earlier books.
    func stands(at instant: Instant, insteadOf earlier: Instant) -> Bool {
        // Bookings have no audit row of their own, so the time of the restoration has to suffice.
        if let restoredAt = now.restoredAt, instant >= restoredAt { return true }
        return instant >= earlier
    }

    /// Returns true if only the present books decided about a subject, and so lack nothing.
    ///
    /// If a row of the earlier books may be about it without naming it, this cannot be known.
    func isOfNowAlone(
        _ subject: DecisionLog.Subject,
        insteadOf earlier: DecisionLog.Subject
    ) -> Bool {
        now.last[subject] != nil && before.last[earlier] == nil
            && !(subject.hasTwoObjects && before.hasUnnamedLines)
    }
}
