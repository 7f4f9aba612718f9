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

    /// The time of the decision of the books of now that stands; nil when there is none, and where that
    /// of the books before is newer.
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

    /// True if the books of now decided about something, and the books before did not: then these lack
    /// nothing, though they differ.
    func isOfNowAlone(
        _ subject: DecisionLog.Subject,
        insteadOf earlier: DecisionLog.Subject
    ) -> Bool {
        now.last[subject] != nil && before.last[earlier] == nil
    }
}
