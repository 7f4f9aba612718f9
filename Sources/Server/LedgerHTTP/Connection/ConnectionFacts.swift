import CoreVocabulary
import LedgerService
import Synchronization

/// The facts about one connection, shared by its event loop and the answers.
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

    /// The connection's seat among those of its listener.
    struct Seat: Sendable {
        let registry: ConnectionRegistry
        let number: ConnectionPlaces.Number
    }

    /// Creates the facts from the peer's identity; a connection without a seat is not admitted.
    init(address: String?, account: UInt32?, seat: Seat?) {
        self.address = address
        self.account = account
        self.seat = seat
    }

    /// Notes the stage of the connection at its listener.
    func note(_ stage: ConnectionPlaces.Stage) {
        guard let seat else { return }
        seat.registry.note(seat.number, stage)
    }

    /// Returns true if a session and its user may have this connection in addition to their others.
    func claim(for bearer: ConnectionPlaces.Bearer) -> Bool {
        guard let seat else { return false }
        return seat.registry.claim(seat.number, for: bearer)
    }

    /// Returns the origin of this connection's requests, at a time of the bank's clock.
    ///
    /// It never depends on a header, because no proxy is trusted to name other peers. A terminal
    /// only counts while its certificate is valid, however long the connection is kept open.
    func origin(at now: Instant) -> RequestOrigin {
        let terminal = state.withLock(\.terminal)
        return RequestOrigin(
            address: address,
            account: account,
            terminal: terminal.flatMap { $0.isProven(at: now) ? $0.name : nil }
        )
    }

    /// Notes the terminal that the peer proved by its certificate.
    func proved(_ terminal: ProvenTerminal) {
        state.withLock { $0.terminal = terminal }
    }

    /// Notes that the peer will send nothing more, or that the connection is closed.
    func peerLeft() {
        let waiters = state.withLock { state in
            state.isGone = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.finish() }
    }

    /// Runs an operation that may take long, and cancels it when the peer leaves.
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
