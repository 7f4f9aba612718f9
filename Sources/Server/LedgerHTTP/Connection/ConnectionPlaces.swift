import CoreVocabulary

/// Decides which connections of a listener may stay open.
///
/// Connections are counted by peer (an address, or an account of this host), and by session and
/// user once a request has presented a token. When one of these exceeds its limit, or the listener
/// is full, a connection is evicted on which the bank is not working. It is one of the same peer,
/// session or user, or of the peer with the most connections. So idle connections never keep others
/// out, and no request that the bank is working on is lost.
struct ConnectionPlaces {
    /// The number of a connection.
    typealias Number = UInt64

    /// The stage of a connection, in the order of eviction.
    enum Stage: UInt8, Comparable, Sendable {
        /// The peer has to read an answer, of which it has taken almost nothing for a while.
        case unread
        /// The first request is awaited, including the handshake.
        case silent
        /// The next request is awaited.
        case idle
        /// The peer has to send the rest of a body or to read an answer.
        case owing
        /// The bank is working on a request; such connections are never evicted.
        case busy

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The result for a new connection, with the evicted one.
    enum Entry: Equatable {
        case entered(Number, evicting: Number?)
        case refused
    }

    /// The user and session of a request's token.
    struct Bearer: Equatable, Sendable {
        let userBits: UInt128
        let sessionBits: UInt128
    }

    private enum Holder: Hashable {
        case peer(UInt128?)
        case user(UInt128)
        case session(UInt128)
    }

    private struct Place {
        let peerBits: UInt128?
        var bearer: Bearer?
        var stage = Stage.silent
        /// Number of the latest change of the stage, in ascending order.
        var since: UInt64
    }

    private let limits: ServerLimits
    private var places: [Number: Place] = [:]
    private var numbers: [Holder: Set<Number>] = [:]
    private var lastNumber: Number = 0
    private var lastChange: UInt64 = 0

    init(_ limits: ServerLimits) { self.limits = limits }

    /// Number of open connections.
    var count: Int { places.count }

    /// Adds a connection of a peer, or refuses it; an unknown peer has no limit of its own.
    mutating func enter(from peerBits: UInt128?) -> Entry {
        let holder = Holder.peer(peerBits)
        var evicted: Number?
        if peerBits != nil, numbers[holder, default: []].count >= limits.connectionCountOfPeer {
            guard let victim = victim(among: numbers[holder] ?? []) else { return .refused }
            evicted = victim
        } else if count >= limits.connectionCount {
            guard let victim = victimOfFullest() else { return .refused }
            evicted = victim
        }
        if let evicted { leave(evicted) }
        lastNumber += 1
        let since = nextChange()
        places[lastNumber] = Place(peerBits: peerBits, since: since)
        numbers[holder, default: []].insert(lastNumber)
        return .entered(lastNumber, evicting: evicted)
    }

    /// Assigns a connection to the session and user of a request's token, or refuses it.
    mutating func claim(_ number: Number, for bearer: Bearer) -> Entry {
        guard let place = places[number] else { return .refused }
        if place.bearer == bearer { return .entered(number, evicting: nil) }
        let bounds: [(holder: Holder, limit: Int)] = [
            (.session(bearer.sessionBits), limits.connectionCountOfSession),
            (.user(bearer.userBits), limits.connectionCountOfUser),
        ]
        var evicted: Number?
        for (holder, limit) in bounds {
            // An eviction for the session also makes room for the user.
            let held = numbers[holder, default: []]
            guard !held.contains(number), held.count >= limit else { continue }
            guard let victim = victim(among: held) else { return .refused }
            evicted = victim
            leave(victim)
        }
        if let former = place.bearer { release(number, former) }
        places[number]?.bearer = bearer
        for (holder, _) in bounds { numbers[holder, default: []].insert(number) }
        return .entered(number, evicting: evicted)
    }

    /// Notes the stage that a connection has reached.
    mutating func note(_ number: Number, _ stage: Stage) {
        guard places[number] != nil, places[number]?.stage != stage else { return }
        let since = nextChange()
        places[number]?.stage = stage
        places[number]?.since = since
    }

    /// Removes a connection that is closed or about to be.
    mutating func leave(_ number: Number) {
        guard let place = places.removeValue(forKey: number) else { return }
        release(number, .peer(place.peerBits))
        if let bearer = place.bearer { release(number, bearer) }
    }

    private mutating func release(_ number: Number, _ bearer: Bearer) {
        release(number, .session(bearer.sessionBits))
        release(number, .user(bearer.userBits))
    }

    private mutating func release(_ number: Number, _ holder: Holder) {
        numbers[holder]?.remove(number)
        if numbers[holder]?.isEmpty == true { numbers[holder] = nil }
    }

    private mutating func nextChange() -> UInt64 {
        lastChange += 1
        return lastChange
    }

    /// Returns the connection to evict, or nil if the bank is working on all of them.
    private func victim(among numbers: Set<Number>) -> Number? {
        var first: (number: Number, place: Place)?
        for number in numbers {
            guard let place = places[number], place.stage != .busy else { continue }
            if let known = first?.place,
                (known.stage, known.since) < (place.stage, place.since)
            {
                continue
            }
            first = (number, place)
        }
        return first?.number
    }

    /// Returns the connection to evict: of the peers with the most, or the next if all are busy.
    private func victimOfFullest() -> Number? {
        var peers: [Int: Set<Number>] = [:]
        for case (.peer, let held) in numbers { peers[held.count, default: []].formUnion(held) }
        for count in peers.keys.sorted(by: >) {
            if let victim = victim(among: peers[count] ?? []) { return victim }
        }
        return nil
    }
}
