import ClientService
import ConsoleUI

/// The line between the console and the bank of a demo: both in one process, only bytes between.
///
/// It can be cut, slowed and made to lose replies, so that being offline can be seen and shown.
/// What is under way when the line is cut gets no answer, as on a real line.
actor DemoLink: BankLink, DemoLine {
    /// How much later everything arrives on a slow line, each way.
    static let slownessMilliseconds = 700

    private let handle: @Sendable ([UInt8]) async -> [UInt8]
    /// What the line was last told to be; a new line is as good as a mended one.
    private var condition = LineCommand.mend
    private var waiting: [Int: CheckedContinuation<[UInt8]?, Never>] = [:]
    private var lastNumber = 0

    /// Makes a good line.
    ///
    /// - Parameter handle: The bank's end: bytes of a request in, bytes of the reply out.
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
                // The bank goes on even when the line is cut, so its work cannot be a child of this
                // call: a bank does not stop because a console hung up.
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
        // Cancellation only makes the delay shorter.
        try? await Task.sleep(for: .milliseconds(Self.slownessMilliseconds))
    }
}
