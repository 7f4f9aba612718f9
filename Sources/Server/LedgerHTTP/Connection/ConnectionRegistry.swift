import Synchronization

/// Holds the ``ConnectionPlaces`` of one listener and closes connections as they decide.
final class ConnectionRegistry: Sendable {
    private struct State {
        var places: ConnectionPlaces
        /// The closures that close each connection.
        var closers: [ConnectionPlaces.Number: @Sendable () -> Void] = [:]
    }

    private let state: Mutex<State>

    init(_ limits: ServerLimits) {
        state = Mutex(State(places: ConnectionPlaces(limits)))
    }

    /// Adds a connection of a peer, or returns nil if it is not admitted.
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

    /// Assigns a connection to a token's session and user; false if they have too many, all busy.
    func claim(_ number: ConnectionPlaces.Number, for bearer: ConnectionPlaces.Bearer) -> Bool {
        let (entry, closer) = state.withLock { state in
            let entry = state.places.claim(number, for: bearer)
            return (entry, Self.takeCloser(of: entry, &state))
        }
        closer?()
        return entry != .refused
    }

    /// Notes the stage that a connection has reached.
    func note(_ number: ConnectionPlaces.Number, _ stage: ConnectionPlaces.Stage) {
        state.withLock { $0.places.note(number, stage) }
    }

    /// Removes a connection that was closed.
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
