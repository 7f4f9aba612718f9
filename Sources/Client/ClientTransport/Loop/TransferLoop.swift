import ClientService
import Synchronization
import SystemThreads

/// Passes requests from any task to the sending thread, without blocking.
final class TransferLoop: Sendable {
    private let inbox = TransferInbox()

    private let isStarted = Atomic(false)

    /// Ends the thread and all transfers under way, with an error.
    deinit {
        inbox.close()
    }

    /// Sends a request and returns its result, which comes early if the task is cancelled.
    func run(_ request: OutgoingRequest) async -> Result<ReceivedAnswer, LinkError> {
        await submit(request, TransferTicket(), to: AnswerReceiver.init)
    }

    /// Opens a stream and returns when the head of the answer has arrived.
    ///
    /// - Returns: A reader; nil if the bank's answer is a problem instead of a stream.
    func open(_ request: OutgoingRequest) async -> Result<StreamReader?, LinkError> {
        let ticket = TransferTicket()
        let idleLimit = request.settings.limits.streamIdleMilliseconds
        let opened = await submit(request, ticket) { continuation in
            StreamReceiver(continuation, idleLimitMilliseconds: idleLimit)
        }
        return opened.map { feed in feed.map { StreamReader($0, ticket: ticket, loop: self) } }
    }

    /// Aborts a transfer, if it is still under way.
    func cancel(_ ticket: TransferTicket) {
        // The flag is set first, because this command may overtake the one that begins the
        // transfer.
        ticket.cancel()
        inbox.put(.cancel(ticket))
    }

    /// Resumes a stream that was held up.
    func resume(_ ticket: TransferTicket) {
        inbox.put(.resume(ticket))
    }

    private func submit<Value: Sendable>(
        _ request: OutgoingRequest,
        _ ticket: TransferTicket,
        to makeReceiver: (
            CheckedContinuation<Result<Value, LinkError>, Never>
        ) -> any TransferReceiver
    ) async -> Result<Value, LinkError> {
        startOnce()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                inbox.put(.start(request, ticket, makeReceiver(continuation)))
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    /// Starts the thread with the first request.
    ///
    /// It must not start earlier: terminal setup changes the environment, which libcurl and OpenSSL
    /// read when they are loaded, and the C library does not allow both at the same time.
    private func startOnce() {
        guard !isStarted.exchange(true, ordering: .relaxed) else { return }
        let inbox = inbox
        if !DetachedThread.start({ TransferThread.run(inbox) }) { inbox.close() }
    }
}
