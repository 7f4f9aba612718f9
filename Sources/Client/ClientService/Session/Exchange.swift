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

    /// Sends the bytes of a request and waits for the answer.
    static func send(_ bytes: [UInt8], over link: any BankLink) async -> Exchange {
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
