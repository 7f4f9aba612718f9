import ConsoleUI
import Synchronization

/// Queue of console events from other threads, in the order of arrival.
final class ConsoleInbox: Sendable {
    private struct Contents {
        var events: [ConsoleEvent] = []
        var isOver = false
        var wake: (@Sendable () -> Void)?
    }

    private let contents = Mutex(Contents())

    /// Sets the action to run when an event arrives in an empty inbox, or when the program must
    /// end.
    func onArrival(_ wake: @escaping @Sendable () -> Void) {
        let isWaiting = contents.withLock { contents in
            contents.wake = wake
            return !contents.events.isEmpty || contents.isOver
        }
        if isWaiting { wake() }
    }

    /// Adds an event; safe to call from any thread.
    func put(_ event: ConsoleEvent) {
        let wake = contents.withLock { contents in
            contents.events.append(event)
            return contents.events.count == 1 ? contents.wake : nil
        }
        wake?()
    }

    /// Requests the end of the program.
    func end() {
        let wake = contents.withLock { contents in
            contents.isOver = true
            return contents.wake
        }
        wake?()
    }

    /// True if the program must end.
    var isOver: Bool { contents.withLock { $0.isOver } }

    /// Removes and returns all events.
    func drain() -> [ConsoleEvent] {
        contents.withLock { contents in
            defer { contents.events.removeAll(keepingCapacity: true) }
            return contents.events
        }
    }
}
