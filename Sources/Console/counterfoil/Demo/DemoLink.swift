import ClientService
import ConsoleUI

/// Simulated link between the console and the bank of a demo, in one process, passing only bytes.
///
/// It can be cut, slowed down and made to lose replies, to demonstrate being offline. A request
/// under way when the link is cut gets no answer, as on a real network.
actor DemoLink: BankLink, DemoLine {
    /// Delay of a slow link in each direction.
    static let slownessMilliseconds = 700

    private let handle: @Sendable ([UInt8]) async -> [UInt8]
    /// Current condition of the link; a new link works normally.
    private var condition = LineCommand.mend
    private var waiting: [Int: CheckedContinuation<[UInt8]?, Never>] = [:]
    private var lastNumber = 0

    /// Creates a working link; `handle` is the bank's end, from the bytes of a request to its
    /// reply's.
    init(handle: @escaping @Sendable ([UInt8]) async -> [UInt8]) {
        self.handle = handle
    }

    func apply(_ command: LineCommand) {
        condition = command
        guard command == .cut || command == .loseReplies else { return }
        let lost = waiting.values
        waiting = [:]
        for continuation in lost {
            continuation.resume(returning: nil)
        }
    }

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        guard condition != .cut else { throw .notSent(.lineDown) }
        await delayIfSlow()
        guard condition != .cut else { throw .notSent(.lineDown) }
        guard let reply = await replyUnlessCut(to: request) else { throw .noReply(.lineDown) }
        await delayIfSlow()
        guard condition == .mend || condition == .slow else { throw .noReply(.lineDown) }
        return reply
    }

    private func replyUnlessCut(to request: [UInt8]) async -> [UInt8]? {
        lastNumber += 1
        let number = lastNumber
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting[number] = continuation
                // The bank continues even if the link is cut or the console hangs up, so its work
                // is not a child task.
                Task {
                    let reply = await handle(request)
                    finish(number, with: reply)
                }
            }
        } onCancel: {
            Task { await finish(number, with: nil) }
        }
    }

    private func finish(_ number: Int, with reply: [UInt8]?) {
        waiting.removeValue(forKey: number)?.resume(returning: reply)
    }

    private func delayIfSlow() async {
        guard condition == .slow else { return }
        // Cancellation only shortens the delay.
        try? await Task.sleep(for: .milliseconds(Self.slownessMilliseconds))
    }
}
