import CLibcurl
import ClientService
import Synchronization

/// Command for the sending thread.
enum TransferCommand: Sendable {
    /// Send a request and report to the receiver.
    case start(OutgoingRequest, TransferTicket, any TransferReceiver)
    /// Abort a request, if it is still under way.
    case cancel(TransferTicket)
    /// Resume a stream that was held up.
    case resume(TransferTicket)
}

/// Identity of one transfer, with its cancellation flag.
final class TransferTicket: Sendable {
    private let flag = Atomic(false)

    /// True if the transfer was cancelled, perhaps before it began.
    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    /// Marks the transfer as cancelled.
    func cancel() {
        flag.store(true, ordering: .releasing)
    }
}

/// Queue of commands for the sending thread, which is woken for them.
final class TransferInbox: Sendable {
    private struct Contents {
        var commands: [TransferCommand] = []
        var waker: Waker?
        var isClosed = false
    }

    private let contents = Mutex(Contents())

    /// Wakes the sending thread from its wait.
    struct Waker: @unchecked Sendable {
        // SAFETY: the one function of a multi handle that any thread may call; it is called under
        // the lock, and the handle is freed only after the waker was taken out under the lock.
        let multi: UnsafeMutableRawPointer
        let library: CurlLibrary

        fileprivate func wake() {
            // It fails only if memory for a pipe is short. The thread then wakes at its next
            // deadline.
            _ = library.calls.curl_multi_wakeup(multi)
        }
    }

    /// Adds a command; once the inbox is closed, a request ends at once.
    func put(_ command: TransferCommand) {
        let isTaken = contents.withLock { contents in
            guard !contents.isClosed else { return false }
            contents.commands.append(command)
            contents.waker?.wake()
            return true
        }
        if !isTaken { Self.refuse(command) }
    }

    /// Sets the waker of the thread; nil when the thread no longer waits.
    func setWaker(_ waker: Waker?) {
        contents.withLock { $0.waker = waker }
    }

    /// Removes and returns all commands in order, with true if no more will come.
    func takeAll() -> (commands: [TransferCommand], isLast: Bool) {
        contents.withLock { contents in
            defer { contents.commands = [] }
            return (contents.commands, contents.isClosed)
        }
    }

    /// Closes the inbox to new commands; those already there can still be removed.
    func close() {
        contents.withLock { contents in
            contents.isClosed = true
            contents.waker?.wake()
        }
    }

    /// Ends a request that was never begun, with an error that nothing was sent.
    static func refuse(_ command: TransferCommand) {
        guard case .start(_, _, let receiver) = command else { return }
        receiver.finish(.failure(.notSent(.lineDown)))
    }
}
