import ClientService
import CoreVocabulary
import Synchronization
import WireProtocol

/// Bounded queue of events between the receiving thread and one reader.
final class EventQueue: Sendable {
    /// Maximum number of waiting events; one received piece may exceed it.
    static let eventLimit = 64

    private struct Contents {
        var events: [StreamEvent] = []
        var end: LinkError?
        var isHeldUp = false
        var isAbandoned = false
        var waiter: CheckedContinuation<Result<StreamEvent?, LinkError>, Never>?

        /// Returns the call that resumes the reader, if it waits and has a result.
        ///
        /// The caller calls it without the lock.
        mutating func takeWaiter() -> (() -> Void)? {
            guard let waiter, isAbandoned || !events.isEmpty || end != nil else { return nil }
            self.waiter = nil
            if isAbandoned { return { waiter.resume(returning: .success(nil)) } }
            if events.isEmpty, let end { return { waiter.resume(returning: .failure(end)) } }
            let event = events.removeFirst()
            return { waiter.resume(returning: .success(event)) }
        }
    }

    private let contents = Mutex(Contents())

    /// Returns true if there is room; otherwise the connection is held up until ``next(onRoom:)``
    /// makes some.
    func hasRoom() -> Bool {
        contents.withLock { contents in
            contents.isHeldUp = contents.events.count >= Self.eventLimit
            return !contents.isHeldUp
        }
    }

    /// Appends events in order.
    func put(_ events: [StreamEvent]) {
        change { $0.events += events }
    }

    /// Ends the feed after the events in it have been read.
    func finish(_ error: LinkError) {
        change { $0.end = $0.end ?? error }
    }

    /// Waits for and returns the next event.
    ///
    /// - Parameter onRoom: Called when a feed that held up the connection has room again.
    /// - Returns: The event; nil once the reader's task was cancelled.
    /// - Throws: The error that ended the feed, after all events.
    func next(onRoom: () -> Void) async throws(LinkError) -> StreamEvent? {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                change { contents in
                    invariant(contents.waiter == nil, "a stream has one reader")
                    contents.waiter = continuation
                }
            }
        } onCancel: {
            change { contents in
                contents.isAbandoned = true
                contents.events = []
            }
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

    /// Changes the contents, and resumes the reader if that gives it a result.
    private func change(_ body: (inout Contents) -> Void) {
        let resumeReader = contents.withLock { contents in
            body(&contents)
            return contents.takeWaiter()
        }
        resumeReader?()
    }
}
