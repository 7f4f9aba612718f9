import CLibcurl
import ClientService
import Synchronization

/// What the thread that sends is asked to do.
enum TransferCommand: Sendable {
    /// Send a request.
    case start(OutgoingRequest, TransferTicket, any TransferReceiver)
    /// Let go of a request, if it is still under way.
    case cancel(TransferTicket)
    /// Go on with a stream that was held up.
    case resume(TransferTicket)
}

/// Names one transfer, and remembers that it is not wanted any more.
final class TransferTicket: Sendable {
    private let flag = Atomic(false)

    /// Whether it was cancelled, perhaps before it was begun.
    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    /// Cancels it.
    func cancel() {
        flag.store(true, ordering: .releasing)
    }
}

/// Commands on their way to the thread that sends, which is woken for them.
final class TransferInbox: Sendable {
    private struct Contents {
        var commands: [TransferCommand] = []
        var waker: Waker?
        var isClosed = false
    }

    private let contents = Mutex(Contents())

    /// What wakes the thread out of its wait.
    struct Waker: @unchecked Sendable {
        // SAFETY: the one function of a multi handle that any thread may call; it is called under
        // the lock, and the handle is freed only after the waker was taken out under the lock.
        let multi: UnsafeMutableRawPointer
        let library: CurlLibrary

        fileprivate func wake() {
            // It fails only for want of memory for a pipe; the thread wakes then at its next limit.
            _ = library.calls.curl_multi_wakeup(multi)
        }
    }

    /// Adds a command; a request that nobody will send any more ends at once.
    func put(_ command: TransferCommand) {
        let isTaken = contents.withLock { contents in
            guard !contents.isClosed else { return false }
            contents.commands.append(command)
            contents.waker?.wake()
            return true
        }
        if !isTaken { Self.refuse(command) }
    }

    /// Says how the thread is woken; nil when it waits no more.
    func setWaker(_ waker: Waker?) {
        contents.withLock { $0.waker = waker }
    }

    /// All commands, in order, and whether they are the last.
    func takeAll() -> (commands: [TransferCommand], isLast: Bool) {
        contents.withLock { contents in
            defer { contents.commands = [] }
            return (contents.commands, contents.isClosed)
        }
    }

    /// Takes no more commands; those that are there are still taken out.
    func close() {
        contents.withLock { contents in
            contents.isClosed = true
            contents.waker?.wake()
        }
    }

    /// Ends what was to be begun: nothing of it was sent.
    static func refuse(_ command: TransferCommand) {
        guard case .start(_, _, let receiver) = command else { return }
        receiver.finish(.failure(.notSent(.lineDown)))
    }
}
