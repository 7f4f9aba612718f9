import Synchronization

/// Hands out the places of those who wait for news.
final class WaitDesk: Sendable {
    private let places: Mutex<WaitPlaces>

    init(_ limits: WaitLimits) {
        places = Mutex(WaitPlaces(limits))
    }

    /// A place, and those that must end for it; nil when there is none.
    func enter(_ waiter: WaitPlaces.Waiter) -> (ticket: WaitTicket, displaced: [UInt64])? {
        switch places.withLock({ $0.enter(waiter) }) {
        case .entered(let number, let displaced): (WaitTicket(number, at: self), displaced)
        case .full: nil
        }
    }

    fileprivate func leave(_ number: UInt64) {
        places.withLock { $0.leave(number) }
    }

    fileprivate func holds(_ number: UInt64) -> Bool {
        places.withLock { $0.holds(number) }
    }
}

/// A place among those who wait; it is given back when nobody holds the ticket any more.
final class WaitTicket: Sendable {
    /// Under this number the bank wakes whoever waits.
    let number: UInt64
    private let desk: WaitDesk

    fileprivate init(_ number: UInt64, at desk: WaitDesk) {
        self.number = number
        self.desk = desk
    }

    deinit {
        desk.leave(number)
    }

    /// True if another took the place, so that whoever holds the ticket must end.
    var isDisplaced: Bool { !desk.holds(number) }
}
