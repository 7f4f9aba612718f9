import Synchronization

/// Keeps the ``ConnectionPlaces`` of one listener, and closes connections as these say.
final class ConnectionDesk: Sendable {
    private struct State {
        var places: ConnectionPlaces
        /// What closes a connection at once.
        var closers: [ConnectionPlaces.Number: @Sendable () -> Void] = [:]
    }

    private let state: Mutex<State>

    init(_ limits: ServerLimits) {
        state = Mutex(State(places: ConnectionPlaces(limits)))
    }

    /// A connection came in; nil when it may not be.
    func enter(
        from peerBits: UInt128?,
        close: @escaping @Sendable () -> Void
    ) -> ConnectionPlaces.Number? {
        let (entry, closer) = state.withLock { state in
            let entry = state.places.enter(from: peerBits)
            if case .entered(let number, _) = entry { state.closers[number] = close }
            return (entry, Self.takeCloser(of: entry, &state))
        }
        closer?()
        guard case .entered(let number, _) = entry else { return nil }
        return number
    }

    /// A request on a connection showed a token; false when its session or its user has as many
    /// connections as they may, and the bank is at work on each.
    func claim(_ number: ConnectionPlaces.Number, for bearer: ConnectionPlaces.Bearer) -> Bool {
        let (entry, closer) = state.withLock { state in
            let entry = state.places.claim(number, for: bearer)
            return (entry, Self.takeCloser(of: entry, &state))
        }
        closer?()
        return entry != .refused
    }

    /// A connection waits for something else.
    func note(_ number: ConnectionPlaces.Number, _ stage: ConnectionPlaces.Stage) {
        state.withLock { $0.places.note(number, stage) }
    }

    /// A connection is closed.
    func leave(_ number: ConnectionPlaces.Number) {
        state.withLock { state in
            state.places.leave(number)
            state.closers[number] = nil
        }
    }

    private static func takeCloser(
        of entry: ConnectionPlaces.Entry,
        _ state: inout State
    ) -> (@Sendable () -> Void)? {
        guard case .entered(_, let evicted?) = entry else { return nil }
        return state.closers.removeValue(forKey: evicted)
    }
}
