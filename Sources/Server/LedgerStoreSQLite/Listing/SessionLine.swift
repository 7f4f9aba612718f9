public import CoreVocabulary

/// Session of a user, as a list row.
public struct SessionLine: Hashable, Sendable {
    /// Sort position of an active session in the list.
    public struct Place: Hashable, Sendable {
        /// The position before all sessions.
        public static let start = Place(userNumber: 0, openedAt: .epoch, id: SessionID(rawValue: 0))

        let userNumber: Int64
        let openedAt: Instant
        let id: SessionID
    }

    /// The sort position of the session.
    public let place: Place
    /// The name of its user.
    public let userName: String
    /// The terminal at which it was opened; nil if none.
    public let terminal: String?
    /// The latest end of the session.
    public let endsAt: Instant
    /// The end of the session if its tokens are not renewed before.
    public let idleEndsAt: Instant

    /// The session's identifier in the books.
    public var id: SessionID { place.id }
    /// The time of opening.
    public var openedAt: Instant { place.openedAt }
}
