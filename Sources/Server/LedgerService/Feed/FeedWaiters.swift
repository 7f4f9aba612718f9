import CoreVocabulary

/// Feeds that wait for news, by user, so that a commit wakes only those that it concerns.
///
/// A feed takes its place before it reads. News between its reading and its wait removes the place,
/// and then it does not wait.
struct FeedWaiters {
    /// Place of one waiting feed.
    struct Place: Sendable {
        fileprivate let userID: UserID
        fileprivate let number: UInt64
        /// The stream finishes when the feed may have news.
        let wakeUp: AsyncStream<Void>
    }

    private var places: [UserID: [UInt64: AsyncStream<Void>.Continuation]] = [:]
    private var lastNumber: UInt64 = 0
    /// The number of feeds that wait.
    private(set) var count = 0

    /// Adds a place for a feed of a user.
    mutating func add(_ userID: UserID) -> Place {
        lastNumber += 1
        count += 1
        let (wakeUp, continuation) = AsyncStream.makeStream(of: Void.self)
        places[userID, default: [:]][lastNumber] = continuation
        return Place(userID: userID, number: lastNumber, wakeUp: wakeUp)
    }

    /// Returns true if a feed was not woken yet.
    func contains(_ place: Place) -> Bool { places[place.userID]?[place.number] != nil }

    /// Removes a place; has no effect if the feed was woken.
    mutating func remove(_ place: Place) {
        guard places[place.userID]?.removeValue(forKey: place.number) != nil else { return }
        count -= 1
        if places[place.userID]?.isEmpty == true { places[place.userID] = nil }
    }

    /// Wakes every feed of the given users, in O(n log n) regardless of how many others wait.
    mutating func wake(_ users: some Sequence<UserID>) {
        finish(users.compactMap { places.removeValue(forKey: $0) })
    }

    /// Wakes every feed of every user.
    mutating func wakeAll() {
        let all = Array(places.values)
        places = [:]
        finish(all)
    }

    /// Finishes waits in the order in which they began, so that a simulation is reproducible.
    private mutating func finish(_ woken: [[UInt64: AsyncStream<Void>.Continuation]]) {
        let waits = woken.flatMap(\.self).sorted { $0.key < $1.key }
        count -= waits.count
        for wait in waits { wait.value.finish() }
    }
}
