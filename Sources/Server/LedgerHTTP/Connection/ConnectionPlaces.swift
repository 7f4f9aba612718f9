import CoreVocabulary

/// Decides who may have one of the connections of a listener.
///
/// Connections are held by a peer (an address, or an account of this host), and by a session and its
/// user once a request has shown a token. Whoever has as many as they may, or comes when all are
/// taken, gets the place of a connection on which the bank has nothing to do: within a peer, a
/// session or a user its own, else one of the peer that has the most. So nobody holds a place for
/// nothing while another needs it, and nobody loses a request that the bank is answering.
struct ConnectionPlaces {
    /// A connection.
    typealias Number = UInt64

    /// The state of a connection, by what it waits for; the lower ones are closed first.
    enum Stage: UInt8, Comparable, Sendable {
        /// For its peer to take an answer, of which it took next to nothing for a while.
        case unread
        /// For its first request, handshake included.
        case silent
        /// For its next request.
        case idle
        /// For its peer to send the rest of a body, or to read an answer.
        case owing
        /// For the bank. Never closed for another's sake.
        case busy

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The answer to a new connection, with the one that is closed for it.
    enum Entry: Equatable {
        case entered(Number, evicting: Number?)
        case refused
    }

    /// Who the token of a request names.
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
        /// Ascends with each change of the stage.
        var since: UInt64
    }

    private let limits: ServerLimits
    private var places: [Number: Place] = [:]
    private var numbers: [Holder: Set<Number>] = [:]
    private var lastNumber: Number = 0
    private var lastChange: UInt64 = 0

    init(_ limits: ServerLimits) {
        self.limits = limits
    }

    /// The number of open connections.
    var count: Int { places.count }

    /// A connection came in.
    ///
    /// - Parameter peerBits: Who is at the other end; nil where nobody can tell. Those have no
    ///   limit of their own.
    /// - Returns: Whether it has a place, and which connection must close for it.
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

    /// A request on a connection showed a token.
    ///
    /// - Returns: Whether its session and its user may have one more, and the one that is to be
    ///   closed for it.
    mutating func claim(_ number: Number, for bearer: Bearer) -> Entry {
        guard let place = places[number] else { return .refused }
        if place.bearer == bearer { return .entered(number, evicting: nil) }
        let bounds: [(holder: Holder, limit: Int)] = [
            (.session(bearer.sessionBits), limits.connectionCountOfSession),
            (.user(bearer.userBits), limits.connectionCountOfUser),
        ]
        var evicted: Number?
        for (holder, limit) in bounds {
            // One that went for its session has made room for its user too.
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

    /// A connection waits for something else.
    mutating func note(_ number: Number, _ stage: Stage) {
        guard places[number] != nil, places[number]?.stage != stage else { return }
        let since = nextChange()
        places[number]?.stage = stage
        places[number]?.since = since
    }

    /// A connection is closed, or about to be.
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

    /// The connection that goes first; nil when the bank is at work on each.
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

    /// The connection to close first, among those of the peers with the most connections; where the
    /// bank is at work on each of these, among those of the peers with the next most.
    private func victimOfFullest() -> Number? {
        var peers: [Int: Set<Number>] = [:]
        for case (.peer, let held) in numbers { peers[held.count, default: []].formUnion(held) }
        for count in peers.keys.sorted(by: >) {
            if let victim = victim(among: peers[count] ?? []) { return victim }
        }
        return nil
    }
}
