import SyncCore
import WireProtocol

/// Outcome of opening a stream.
enum StreamOpening: Sendable {
    /// The stream is open.
    case opened(LinkStream)
    /// The line does not support streams.
    case unavailable
    /// The stream could not be opened.
    case failed(LinkCause)
    /// A more urgent event interrupted the opening.
    case interrupted

    static func run(
        over link: any BankLink,
        token: [UInt8],
        after cursor: Cursor?,
        clock: any ClientClock,
        limitMilliseconds: Int64,
        unless signal: Signal
    ) async -> StreamOpening {
        await withTaskGroup(of: StreamOpening.self) { group in
            group.addTask {
                do throws(LinkError) {
                    let stream = try await link.stream(token: token, after: cursor)
                    return stream.map { .opened($0) } ?? .unavailable
                } catch {
                    return .failed(error.cause)
                }
            }
            group.addTask {
                // Cancelled when the race is over; its result is not looked at then.
                try? await clock.sleep(milliseconds: limitMilliseconds)
                return .failed(.timedOut)
            }
            group.addTask {
                await signal.wait()
                return .interrupted
            }
            let first = await group.next() ?? .interrupted
            group.cancelAll()
            return first
        }
    }
}
