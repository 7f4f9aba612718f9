package import CoreVocabulary

/// Session of a user, as a list row.
package struct SessionLine: Hashable, Sendable {
    /// Sort position of an active session in the list.
    package struct Place: Hashable, Sendable {
        /// The position before all sessions.
        package static let start = Place(
            userNumber: 0,
            openedAt: .epoch,
            id: SessionID(rawValue: 0)
        )

        let userNumber: Int64
        let openedAt: Instant
        let id: SessionID
    }

    /// The sort position of the session.
    package let place: Place
    /// The name of its user.
    package let userName: String
    /// The terminal at which it was opened; nil if none.
    package let terminal: String?
    /// The latest end of the session.
    package let endsAt: Instant
    /// The end of the session if its tokens are not renewed before.
    package let idleEndsAt: Instant

    /// The session's identifier in the books.
    package var id: SessionID { place.id }
    /// The time of opening.
    package var openedAt: Instant { place.openedAt }
}
