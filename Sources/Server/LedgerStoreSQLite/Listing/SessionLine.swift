public import CoreVocabulary

/// A session in a list.
public struct SessionLine: Hashable, Sendable {
    /// Where a session stands among those that are under way.
    public struct Place: Hashable, Sendable {
        /// The place before all.
        public static let start = Place(userNumber: 0, openedAt: .epoch, id: SessionID(rawValue: 0))

        let userNumber: Int64
        let openedAt: Instant
        let id: SessionID
    }

    /// Where it stands.
    public let place: Place
    /// The name of its user.
    public let userName: String
    /// The terminal at which it was opened; nil for none.
    public let terminal: String?
    /// When it ends at the latest.
    public let endsAt: Instant
    /// Its end if its tokens are not renewed before.
    public let idleEndsAt: Instant

    /// Its identifier.
    public var id: SessionID { place.id }
    /// When it was opened.
    public var openedAt: Instant { place.openedAt }
}
