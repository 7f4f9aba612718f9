import ClientService
import Synchronization

/// Hands requests to the thread that sends them, from any task, and never blocks.
final class TransferLoop: Sendable {
    private let inbox = TransferInbox()

    private let isStarted = Atomic(false)

    /// Ends the thread and, with an error, all that is under way.
    deinit {
        inbox.close()
    }

    /// Sends a request; the result is there when the answer is, and soon after the task is
    /// cancelled.
    func run(_ request: OutgoingRequest) async -> Result<ReceivedAnswer, LinkError> {
        await submit(request, TransferTicket(), to: AnswerReceiver.init)
    }

    /// Opens a stream; the result is there with the head of the answer.
    ///
    /// - Returns: A reader; nil when the bank's answer is a problem and no stream.
    func open(_ request: OutgoingRequest) async -> Result<StreamReader?, LinkError> {
        let ticket = TransferTicket()
        let idleLimit = request.limits.streamIdleMilliseconds
        let opened = await submit(request, ticket) { continuation in
            StreamReceiver(continuation, idleLimitMilliseconds: idleLimit)
        }
        return opened.map { feed in feed.map { StreamReader($0, ticket: ticket, loop: self) } }
    }

    /// Lets go of a transfer, if it is still under way.
    func cancel(_ ticket: TransferTicket) {
        // The ticket first: the command may come before the one that begins the transfer.
        ticket.cancel()
        inbox.put(.cancel(ticket))
    }

    /// Goes on with a stream that was held up.
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
    /// Not before: whoever sets up a terminal changes the environment meanwhile, which libcurl and
    /// OpenSSL read when they are loaded, and the C library does not allow both at once.
    private func startOnce() {
        guard !isStarted.exchange(true, ordering: .relaxed) else { return }
        let inbox = inbox
        if !DetachedThread.start({ TransferThread.run(inbox) }) { inbox.close() }
    }
}
