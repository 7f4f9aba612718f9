import CoreVocabulary

/// Admission of waits for news, and the choice of waits to displace.
///
/// Numbers ascend, so the lowest number of a holder has waited the longest.
struct WaitPlaces {
    /// A stream or long poll that waits for news.
    struct Waiter: Hashable, Sendable {
        let session: SessionID
        let user: UserID
        /// The peer of the request: ``RequestOrigin/peerBits``.
        let peerBits: UInt128?
    }

    /// Outcome of a request for a place.
    enum Entry: Equatable {
        /// The wait was admitted under this number; the displaced waits must end.
        case entered(UInt64, displacing: [UInt64])
        /// The wait was refused, because its peer or the bank has reached its limit.
        case full
    }

    private enum Holder: Hashable {
        case session(SessionID)
        case user(UserID)
        case peer(UInt128)
    }

    private let limits: WaitLimits
    private var waiters: [UInt64: Waiter] = [:]
    private var numbers: [Holder: Set<UInt64>] = [:]
    private var lastNumber: UInt64 = 0

    init(_ limits: WaitLimits) { self.limits = limits }

    /// The number of occupied places.
    var count: Int { waiters.count }

    /// Admits a wait if the limits allow it.
    mutating func enter(_ waiter: Waiter) -> Entry {
        let displaced = surplus(of: waiter)
        let ofPeer = waiter.peerBits.map { numbers[.peer($0)] ?? [] } ?? []
        guard count - displaced.count < limits.ofBank,
            ofPeer.subtracting(displaced).count < limits.ofPeer
        else { return .full }
        for number in displaced { leave(number) }
        lastNumber += 1
        waiters[lastNumber] = waiter
        for holder in Self.holders(of: waiter) { numbers[holder, default: []].insert(lastNumber) }
        return .entered(lastNumber, displacing: displaced)
    }

    /// Frees a place; has no effect if the wait was displaced.
    mutating func leave(_ number: UInt64) {
        guard let waiter = waiters.removeValue(forKey: number) else { return }
        for holder in Self.holders(of: waiter) {
            numbers[holder]?.remove(number)
            if numbers[holder]?.isEmpty == true { numbers[holder] = nil }
        }
    }

    /// Returns true if a number still has its place.
    func holds(_ number: UInt64) -> Bool { waiters[number] != nil }

    /// Returns the waits to displace for one more of a waiter's session and user.
    private func surplus(of waiter: Waiter) -> [UInt64] {
        let ofSession = Self.oldest(numbers[.session(waiter.session)] ?? [], limits.ofSession)
        let ofUser = (numbers[.user(waiter.user)] ?? []).subtracting(ofSession)
        return ofSession + Self.oldest(ofUser, limits.ofUser)
    }

    private static func oldest(_ numbers: Set<UInt64>, _ limit: Int) -> [UInt64] {
        guard numbers.count >= limit else { return [] }
        return Array(numbers.sorted().prefix(numbers.count - limit + 1))
    }

    private static func holders(of waiter: Waiter) -> [Holder] {
        [.session(waiter.session), .user(waiter.user)] + (waiter.peerBits.map { [.peer($0)] } ?? [])
    }
}
