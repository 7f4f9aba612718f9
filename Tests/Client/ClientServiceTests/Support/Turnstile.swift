import Synchronization

/// A turnstile that all port calls of a session pass, and that holds one of them until a test lets it go.
final class Turnstile: Sendable {
    private struct State {
        var isArmed = false
        var isLetGo = false
        var isFinished = false
        var passCount = 0
        var lateCalls: [String] = []
        var held: CheckedContinuation<Void, Never>?
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    /// The pass at which somebody is held, counted from 1.
    private let step: Int
    private let state = Mutex(State())

    init(holdingAt step: Int) {
        self.step = step
    }

    /// The calls that came after the held one was let go.
    var lateCalls: [String] { state.withLock { $0.lateCalls } }

    /// True if the story ended.
    var isFinished: Bool { state.withLock { $0.isFinished } }

    /// Counts the calls from here on.
    func arm() {
        state.withLock { $0.isArmed = true }
    }

    /// Counts no call any more.
    func disarm() {
        state.withLock { $0.isArmed = false }
    }

    /// Counts a call that does not wait.
    func note(_ call: String) {
        state.withLock { state in
            if state.isArmed, state.isLetGo { state.lateCalls.append(call) }
        }
    }

    /// Counts a call, and holds it if it is the one.
    func pass(_ call: String) async {
        note(call)
        let isHeld = state.withLock { state in
            guard state.isArmed, !state.isLetGo else { return false }
            state.passCount += 1
            return state.passCount == step
        }
        guard isHeld else { return }
        await withCheckedContinuation { continuation in
            let watchers = state.withLock { state in
                state.held = continuation
                defer { state.watchers = [] }
                return state.watchers
            }
            for watcher in watchers { watcher.resume() }
        }
    }

    /// Waits until a call is held; false if the story ended before.
    func untilHeld() async -> Bool {
        await wait { $0.held != nil || $0.isFinished }
        return state.withLock { $0.held != nil }
    }

    /// Lets the held call go on.
    func letGo() {
        let held = state.withLock { state in
            state.isLetGo = true
            return state.held.take()
        }
        held?.resume()
    }

    /// Ends the story.
    func finish() {
        let watchers = state.withLock { state in
            state.isFinished = true
            defer { state.watchers = [] }
            return state.watchers
        }
        for watcher in watchers { watcher.resume() }
    }

    /// Waits until the story has ended.
    func untilFinished() async {
        await wait { $0.isFinished }
    }

    private func wait(_ isOver: @Sendable (borrowing State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if isOver(state) { return true }
                state.watchers.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
