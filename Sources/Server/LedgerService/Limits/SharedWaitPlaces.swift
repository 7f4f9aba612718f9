import Synchronization

/// Thread-safe owner of the places for waits.
final class SharedWaitPlaces: Sendable {
    private let places: Mutex<WaitPlaces>

    init(_ limits: WaitLimits) { places = Mutex(WaitPlaces(limits)) }

    /// Assigns a place and returns its ticket and the displaced waits; nil if there is none.
    func enter(_ waiter: WaitPlaces.Waiter) -> (ticket: WaitTicket, displaced: [UInt64])? {
        switch places.withLock({ $0.enter(waiter) }) {
        case .entered(let number, let displaced): (WaitTicket(number, in: self), displaced)
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

/// Ticket for a place among the waits, which gives the place back when it is deallocated.
final class WaitTicket: Sendable {
    /// The number of the place, under which the bank wakes the wait.
    let number: UInt64
    private let places: SharedWaitPlaces

    fileprivate init(_ number: UInt64, in places: SharedWaitPlaces) {
        self.number = number
        self.places = places
    }

    deinit {
        places.leave(number)
    }

    /// True if another wait took the place, so that this one must end.
    var isDisplaced: Bool { !places.holds(number) }
}
