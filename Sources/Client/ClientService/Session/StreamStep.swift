import SyncCore
import WireProtocol

/// Next event of a stream, or its end.
enum StreamStep: Sendable {
    /// The bank sent this event.
    case event(StreamEvent)
    /// The stream ended, or was silent for too long.
    case ended(LinkCause)
    /// A more urgent event came first; the stream is closed.
    case interrupted

    static func next(
        of stream: LinkStream,
        clock: any ClientClock,
        limitMilliseconds: Int64,
        unless signal: Signal
    ) async -> StreamStep {
        await withTaskGroup(of: StreamStep.self) { group in
            group.addTask {
                do {
                    var iterator = stream.makeAsyncIterator()
                    return try await iterator.next().map { .event($0) } ?? .ended(.lineDown)
                } catch let error as LinkError {
                    return .ended(error.cause)
                } catch {
                    return .ended(.lineDown)
                }
            }
            group.addTask {
                // Cancelled when the race is over; its result is not looked at then.
                try? await clock.sleep(milliseconds: limitMilliseconds)
                return .ended(.timedOut)
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
