/// Decides what becomes of a connection that is slow, or whose bytes are no request.
///
/// Events go in, actions come out; ``ConnectionGuard`` runs it on the connection's event loop. One
/// deadline is live at a time, and which one depends on what the peer owes: a request, the rest of
/// a body, or, once it has its answer to read, room for more of it.
///
/// ```
/// awaiting a request ──head──▶ reading its body ──end──▶ answering ──end of answer──▶ awaiting …
/// ```
struct ConnectionMachine: Sendable {
    /// What to do.
    enum Action: Equatable, Sendable {
        /// Nothing.
        case none
        /// Let the deadline fall after that time, in place of the last one.
        case wait(Deadline)
        /// Forget the deadline.
        case forgetDeadline
        /// Send this refusal, then close.
        case refuse(ServerRefusal)
        /// Close when what was written is out.
        case closeAfterWriting
        /// Close now.
        case close
    }

    /// What has a limit in time.
    enum Deadline: Hashable, Sendable, CaseIterable {
        /// The first request, handshake included.
        case firstRequest
        /// The next request on a connection that is kept.
        case nextRequest
        /// The rest of a body.
        case body
        /// Room for more of an answer that the peer does not read.
        case reading
    }

    /// How much a peer that still has an answer to read takes at least in the time of a deadline, in
    /// bytes: a slow line does, and who holds a connection for nothing is closed.
    static let takenByteFloor = 8_192

    private var openRequestCount = 0
    private var isReadingBody = false
    private var hasBegunAnswer = false
    private var closesAfterAnswer = false
    private var isClosing = false
    private var hadRequest = false

    /// Whether parts that still arrive are of no interest.
    var dropsInput: Bool { isClosing }

    /// The connection is there.
    mutating func opened() -> Action {
        .wait(.firstRequest)
    }

    /// A request began.
    mutating func head() -> Action {
        guard !isClosing else { return .none }
        hadRequest = true
        openRequestCount += 1
        isReadingBody = true
        if openRequestCount == 1 { hasBegunAnswer = false }
        return .wait(.body)
    }

    /// A request is complete.
    mutating func bodyEnded() -> Action {
        guard !isClosing, isReadingBody else { return .none }
        isReadingBody = false
        return openRequestCount > 0 ? .forgetDeadline : .wait(.nextRequest)
    }

    /// An answer begins; one that is not final, such as 100, does not count.
    mutating func answerBegan(closes: Bool) {
        hasBegunAnswer = true
        closesAfterAnswer = closesAfterAnswer || closes
    }

    /// An answer was written.
    mutating func answerEnded() -> Action {
        guard !isClosing else { return .none }
        openRequestCount = max(0, openRequestCount - 1)
        hasBegunAnswer = false
        // Nobody will read the rest of a body whose request is answered.
        if closesAfterAnswer || (isReadingBody && openRequestCount == 0) {
            isClosing = true
            return .closeAfterWriting
        }
        if isReadingBody { return .none }
        return openRequestCount == 0 ? .wait(.nextRequest) : .forgetDeadline
    }

    /// The bytes are no request, or break a limit.
    mutating func failed(_ refusal: ServerRefusal) -> Action {
        guard !isClosing else { return .none }
        isClosing = true
        let isAnswerOwed = openRequestCount == 0 || (openRequestCount == 1 && isReadingBody)
        return isAnswerOwed && !hasBegunAnswer ? .refuse(refusal) : .closeAfterWriting
    }

    /// The deadline fell.
    ///
    /// - Parameters:
    ///   - deadline: Which.
    ///   - takenByteCount: How much of its answers the peer took out of the buffers meanwhile.
    /// - Returns: What to do.
    mutating func deadlineFell(_ deadline: Deadline, takenByteCount: Int = 0) -> Action {
        switch deadline {
        case .body where isReadingBody: return failed(.tooSlow)
        case .firstRequest where !hadRequest:
            isClosing = true
            return .close
        case .reading,
            .nextRequest where openRequestCount == 0:
            // A long answer on a slow line is no idle peer, also when all of it is written.
            if takenByteCount >= Self.takenByteFloor { return .wait(deadline) }
            isClosing = true
            return .close
        default: return .none
        }
    }

    /// The peer's buffers are full, or have room again.
    mutating func writabilityChanged(to isWritable: Bool) -> Action {
        // Who was told the last word has the time of that, however much it reads meanwhile.
        guard !isClosing, openRequestCount > 0, !isReadingBody else { return .none }
        return isWritable ? .forgetDeadline : .wait(.reading)
    }

    /// The peer will send nothing more.
    mutating func inputClosed() -> Action {
        guard !isClosing else { return .none }
        if openRequestCount == 0 {
            isClosing = true
            return .close
        }
        closesAfterAnswer = true
        return .none
    }
}
