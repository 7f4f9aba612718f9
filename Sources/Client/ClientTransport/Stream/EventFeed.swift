import ClientService
import CoreVocabulary
import Synchronization
import WireProtocol

/// Events between the thread that receives and whoever reads; holds a few and no more.
final class EventFeed: Sendable {
    /// The most events that wait; one piece of the line may bring some more.
    static let eventLimit = 64

    private struct Contents {
        var events: [StreamEvent] = []
        var end: LinkError?
        var isHeldUp = false
        var isAbandoned = false
        var waiter: CheckedContinuation<Result<StreamEvent?, LinkError>, Never>?

        /// What wakes the reader, if there is one and something for it; it is called without the lock.
        mutating func takeWaiter() -> (() -> Void)? {
            guard let waiter, isAbandoned || !events.isEmpty || end != nil else { return nil }
            self.waiter = nil
            let result: Result<StreamEvent?, LinkError>
            if isAbandoned {
                result = .success(nil)
            } else if !events.isEmpty {
                result = .success(events.removeFirst())
            } else {
                result = end.map { .failure($0) } ?? .success(nil)
            }
            return { waiter.resume(returning: result) }
        }
    }

    private let contents = Mutex(Contents())

    /// Whether there is room; when not, the line is held up until ``next(onRoom:)`` has made some.
    func hasRoom() -> Bool {
        contents.withLock { contents in
            contents.isHeldUp = contents.events.count >= Self.eventLimit
            return !contents.isHeldUp
        }
    }

    /// Adds events, in order.
    func put(_ events: [StreamEvent]) {
        let waiter = contents.withLock { contents in
            contents.events += events
            return contents.takeWaiter()
        }
        waiter?()
    }

    /// Ends it, when what is there has been read.
    func finish(_ error: LinkError) {
        let waiter = contents.withLock { contents in
            contents.end = contents.end ?? error
            return contents.takeWaiter()
        }
        waiter?()
    }

    /// Waits for the next event.
    ///
    /// - Parameter onRoom: Called when there is room again in a feed that held the line up.
    /// - Returns: The event; nil once the reader's task was cancelled.
    /// - Throws: What it was finished with, after all events.
    func next(onRoom: () -> Void) async throws(LinkError) -> StreamEvent? {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = contents.withLock { contents in
                    invariant(contents.waiter == nil, "a stream has one reader")
                    contents.waiter = continuation
                    return contents.takeWaiter()
                }
                ready?()
            }
        } onCancel: {
            abandon()
        }
        let hasMadeRoom = contents.withLock { contents in
            guard contents.isHeldUp, contents.events.count <= Self.eventLimit / 2 else {
                return false
            }
            contents.isHeldUp = false
            return true
        }
        if hasMadeRoom { onRoom() }
        return try result.get()
    }

    private func abandon() {
        let waiter = contents.withLock { contents in
            contents.isAbandoned = true
            contents.events = []
            return contents.takeWaiter()
        }
        waiter?()
    }
}
