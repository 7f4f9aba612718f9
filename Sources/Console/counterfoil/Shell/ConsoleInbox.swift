import ConsoleUI
import Synchronization

/// Events for the console from other threads, in the order in which they came.
final class ConsoleInbox: Sendable {
    private struct Contents {
        var events: [ConsoleEvent] = []
        var isOver = false
        var wake: (@Sendable () -> Void)?
    }

    private let contents = Mutex(Contents())

    /// Says what to do when the first event arrives in an empty inbox.
    func onArrival(_ wake: @escaping @Sendable () -> Void) {
        let isWaiting = contents.withLock { contents in
            contents.wake = wake
            return !contents.events.isEmpty || contents.isOver
        }
        if isWaiting { wake() }
    }

    /// Adds an event; any thread may call it.
    func put(_ event: ConsoleEvent) {
        let wake = contents.withLock { contents in
            contents.events.append(event)
            return contents.events.count == 1 ? contents.wake : nil
        }
        wake?()
    }

    /// Asks whoever takes events out to end the program.
    func end() {
        let wake = contents.withLock { contents in
            contents.isOver = true
            return contents.wake
        }
        wake?()
    }

    /// Whether the program is to end.
    var isOver: Bool { contents.withLock { $0.isOver } }

    /// Takes all events out.
    func takeAll() -> [ConsoleEvent] {
        contents.withLock { contents in
            defer { contents.events.removeAll(keepingCapacity: true) }
            return contents.events
        }
    }
}
