import CoreVocabulary
import IdentityCore

/// Counts how often each peer begins a connection.
///
/// ``ConnectionPlaces`` bounds how many a peer has at a time; one that gives each up at once would
/// have the bank begin handshakes without end. So a peer begins at once as many as it may have (512 at
/// least), which a branch does when its bank comes back, and then a tenth of that in a second.
struct PeerArrivals {
    /// The time in which a peer may begin as many connections as at once, in seconds.
    static let refillSeconds: Int64 = 10
    /// The most buckets in memory; beyond it full ones are forgotten, and where that leaves more than
    /// half of them, all.
    static let bucketLimit = 65_536

    private let limit: RateLimit
    private var buckets: [UInt128: Instant] = [:]

    /// The number of buckets in memory.
    var bucketCount: Int { buckets.count }

    init(_ limits: ServerLimits) {
        let count = Int64(max(limits.arrivalCountFloor, limits.connectionCountOfPeer))
        limit = RateLimit(burst: count, perMinute: count * 60 / Self.refillSeconds)
    }

    /// Counts one more connection of a peer.
    ///
    /// - Parameters:
    ///   - peerBits: Who is at the other end; nil where nobody can tell, who has no limit.
    ///   - now: The time, by a clock that never goes back.
    /// - Returns: False when it is one too many.
    mutating func admit(_ peerBits: UInt128?, at now: Instant) -> Bool {
        guard let peerBits else { return true }
        switch limit.take(from: buckets[peerBits], at: now) {
        case .mustWait: return false
        case .allowed(let fullAt):
            if buckets.count >= Self.bucketLimit { forget(at: now) }
            buckets[peerBits] = fullAt
            return true
        }
    }

    private mutating func forget(at now: Instant) {
        buckets = buckets.filter { $0.value > now }
        // Looking at all of them again for each that comes would cost more than it keeps out.
        if buckets.count > Self.bucketLimit / 2 { buckets = [:] }
    }
}
