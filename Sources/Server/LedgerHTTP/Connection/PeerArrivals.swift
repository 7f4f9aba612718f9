import CoreVocabulary
import IdentityCore

/// Limits the rate at which each peer opens connections.
///
/// ``ConnectionPlaces`` limits the connections of a peer at a time. A peer that closed each one at
/// once could still make the bank start handshakes without end. So a peer may open as many
/// connections in a burst as it may have (but at least 512), which a branch needs when its bank
/// comes back. Afterwards it may open a tenth of that per second.
struct PeerArrivals {
    /// Time in which a peer may open as many connections as in a burst, in seconds.
    static let refillSeconds: Int64 = 10
    /// Maximum number of buckets; beyond it, full ones go, or all if more than half remain.
    static let bucketLimit = 65_536

    private let limit: RateLimit
    private var buckets: [UInt128: Instant] = [:]

    /// Number of buckets in memory.
    var bucketCount: Int { buckets.count }

    init(_ limits: ServerLimits) {
        let count = Int64(max(limits.arrivalCountFloor, limits.connectionCountOfPeer))
        limit = RateLimit(burst: count, perMinute: count * 60 / Self.refillSeconds)
    }

    /// Counts one more connection at a monotonic time; returns false if a peer exceeds its rate.
    mutating func admit(_ peerBits: UInt128?, at now: Instant) -> Bool {
        guard let peerBits else { return true }
        switch limit.spend(from: buckets[peerBits], at: now) {
        case .mustWait: return false
        case .allowed(let fullAt):
            if buckets.count >= Self.bucketLimit { forget(at: now) }
            buckets[peerBits] = fullAt
            return true
        }
    }

    private mutating func forget(at now: Instant) {
        buckets = buckets.filter { $0.value > now }
        // Another scan for each new peer would cost more than the limit saves.
        if buckets.count > Self.bucketLimit / 2 { buckets = [:] }
    }
}
