import CoreVocabulary
import LedgerService
import Synchronization

/// What is known of one connection, shared by the code on its event loop and the answers.
final class ConnectionFacts: Sendable {
    private struct State {
        var terminal: ProvenTerminal?
        var isGone = false
        var waiters: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var lastWaiter: UInt64 = 0
    }

    private let address: String?
    private let account: UInt32?
    private let seat: Seat?
    private let state = Mutex(State())

    /// The place that a connection has among those of its listener.
    struct Seat: Sendable {
        let desk: ConnectionDesk
        let number: ConnectionPlaces.Number
    }

    /// Begins with who is at the other end.
    ///
    /// - Parameters:
    ///   - address: The peer's address; nil over a Unix socket.
    ///   - account: The account of this host that the peer runs under; nil over the network.
    ///   - seat: The connection's place; nil for one that is not let in.
    init(address: String?, account: UInt32?, seat: Seat?) {
        self.address = address
        self.account = account
        self.seat = seat
    }

    /// Tells the listener what the connection waits for.
    func note(_ stage: ConnectionPlaces.Stage) {
        guard let seat else { return }
        seat.desk.note(seat.number, stage)
    }

    /// Whether a session and its user may have this connection besides those that they have.
    func claim(for bearer: ConnectionPlaces.Bearer) -> Bool {
        guard let seat else { return false }
        return seat.desk.claim(seat.number, for: bearer)
    }

    /// Where requests of this connection come from.
    ///
    /// Never from a header: nobody in between is trusted to say who else it is. Nor from a terminal
    /// whose certificate is not valid at the time, however long the connection has been kept.
    ///
    /// - Parameter now: The time by the bank's clock.
    /// - Returns: The peer, and the terminal that it proves to be.
    func origin(at now: Instant) -> RequestOrigin {
        let terminal = state.withLock(\.terminal)
        return RequestOrigin(
            address: address,
            account: account,
            terminal: terminal.flatMap { $0.isProven(at: now) ? $0.name : nil }
        )
    }

    /// The peer proved by its certificate that it is this terminal.
    func proved(_ terminal: ProvenTerminal) {
        state.withLock { $0.terminal = terminal }
    }

    /// The peer will send nothing more, or the connection is closed.
    func peerLeft() {
        let waiters = state.withLock { state in
            state.isGone = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.finish() }
    }

    /// Runs something that may take long, and cancels it when the peer leaves.
    func whilePeerStays<Value: Sendable>(
        _ operation: @escaping @Sendable () async -> Value
    ) async -> Value {
        let (leaving, continuation) = AsyncStream.makeStream(of: Void.self)
        let number = state.withLock { state in
            guard !state.isGone else { return UInt64(0) }
            state.lastWaiter += 1
            state.waiters[state.lastWaiter] = continuation
            return state.lastWaiter
        }
        if number == 0 { continuation.finish() }
        defer { state.withLock { $0.waiters[number] = nil } }
        return await withTaskGroup(of: Value?.self) { group in
            group.addTask {
                for await _ in leaving {}
                return nil
            }
            group.addTask { await operation() }
            while let result = await group.next() {
                group.cancelAll()
                if let value = result { return value }
            }
            invariantBroken("the operation is one of the tasks")
        }
    }
}
