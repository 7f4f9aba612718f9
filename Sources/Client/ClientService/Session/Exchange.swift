import WireProtocol

/// Outcome of a request.
enum Exchange: Sendable {
    /// The bank answered the request.
    case reply(Reply)
    /// The bank has certainly not seen the request.
    case notSent(LinkCause)
    /// The bank may have seen the request; no readable answer came in time.
    case noReply(LinkCause)
    /// A more urgent event came first, as with no reply; only if a signal was given.
    case interrupted

    /// Outcome of a request in a session that has ended.
    static let sessionEnded = Exchange.reply(.problem(Problem(code: .sessionEnded)))

    /// Sends a request and waits for the answer, for a deadline, or for a signal.
    ///
    /// - Parameters:
    ///   - request: The request with its token.
    ///   - link: The line; its `send` returns when it is cancelled.
    ///   - clock: What the limit is measured by.
    ///   - limitMilliseconds: The longest wait.
    ///   - signal: What else ends the wait.
    /// - Returns: How it ended.
    static func run(
        _ request: RequestEnvelope,
        over link: any BankLink,
        clock: any ClientClock,
        limitMilliseconds: Int64,
        unless signal: Signal? = nil
    ) async -> Exchange {
        let bytes = request.encoded
        return await withTaskGroup(of: Exchange.self) { group in
            group.addTask { await send(bytes, over: link) }
            group.addTask {
                // Cancelled when the race is over; its result is not looked at then.
                try? await clock.sleep(milliseconds: limitMilliseconds)
                return .noReply(.timedOut)
            }
            if let signal {
                group.addTask {
                    await signal.wait()
                    return .interrupted
                }
            }
            let first = await group.next() ?? .noReply(.timedOut)
            group.cancelAll()
            return first
        }
    }

    private static func send(_ bytes: [UInt8], over link: any BankLink) async -> Exchange {
        do {
            return .reply(try Reply(encoded: try await link.send(bytes)))
        } catch let error as LinkError {
            switch error {
            case .notSent(let cause): return .notSent(cause)
            case .noReply(let cause): return .noReply(cause)
            }
        } catch {
            // An answer that cannot be read tells nothing of what the bank did.
            return .noReply(.answerUnreadable)
        }
    }
}
