/// Decides what becomes of a connection that is slow, or whose bytes are no request.
///
/// Events go in, actions come out; ``ConnectionGuard`` runs it on the connection's event loop. One
/// request is under way at a time: ``RequestFeed`` holds the next one back until the answer was
/// taken. One deadline is live at a time, and which one depends on what the peer owes: a request,
/// the rest of a body, or room for more of an answer.
///
/// ```
/// idle ──head──▶ reading ──end──▶ answering ──end of answer──▶ sending ──all taken──▶ idle
/// ```
struct ConnectionMachine: Sendable {
    /// What to do.
    enum Action: Equatable, Sendable {
        /// Nothing.
        case none
        /// Let the deadline fall after that time, in place of the last one.
        case wait(Deadline)
        /// Let the same deadline fall once more, and count what is taken from where it began.
        case waitOn(Deadline)
        /// Forget the deadline.
        case forgetDeadline
        /// Let the next request in, and wait for it.
        case takeNext
        /// Send this refusal, then close.
        case refuse(ServerRefusal)
        /// Close when what was written is out.
        case closeAfterWriting
        /// Close now.
        case close
        /// Close now, without a word to a peer that reads none.
        case abandon
    }

    /// What has a limit in time.
    enum Deadline: Hashable, Sendable, CaseIterable {
        /// The first request, handshake included.
        case firstRequest
        /// The next request on a connection that is kept.
        case nextRequest
        /// The rest of a body.
        case body
        /// A look at how much the peer takes of an answer; several in the time that it may stand
        /// still, so that what the buffers took at first is not counted as read for all of it.
        case taking
    }

    private enum Phase {
        /// Nothing is under way.
        case idle
        /// A head was read, and not yet the end of its request.
        case reading
        /// The request is complete, and not yet its answer.
        case answering
        /// The answer is written, and not all of it taken.
        case sending
        case closed
    }

    /// The fewest bytes of an answer that a peer must read within its time, or be closed.
    ///
    /// A slow line reads more; a peer that only holds the connection does not.
    static let takenByteFloor = 8_192
    /// The number of looks at what the peer has read within that time.
    static let takingLookCount: Int64 = 6

    private var phase = Phase.idle
    private var hadRequest = false
    private var hasBegunAnswer = false
    private var closesAfterAnswer = false
    private var isWritable = true
    /// Whether it is being looked at how much the peer takes of an answer that goes on.
    private var isUnread = false
    private var idleLookCount: Int64 = 0

    /// What the connection waits for, as its listener has to know.
    var stage: ConnectionPlaces.Stage {
        if idleLookCount > 0 { return .unread }
        return switch phase {
        case .idle: hadRequest ? .idle : .silent
        case .answering where isWritable: .busy
        case .reading, .answering, .sending, .closed: .owing
        }
    }

    /// Whether parts that still arrive are of no interest.
    var dropsInput: Bool { phase == .sending || phase == .closed }

    /// Whether no request comes after the one that is under way.
    var takesNoMore: Bool {
        switch phase {
        case .idle, .reading: false
        case .answering, .sending: closesAfterAnswer
        case .closed: true
        }
    }

    /// The connection is there.
    mutating func opened() -> Action {
        .wait(.firstRequest)
    }

    /// A request began.
    ///
    /// - Parameter isLast: Whether none can follow it.
    /// - Returns: What to do.
    mutating func head(isLast: Bool) -> Action {
        switch phase {
        case .idle:
            phase = .reading
            hadRequest = true
            hasBegunAnswer = false
            closesAfterAnswer = isLast
            return .wait(.body)
        case .reading, .answering, .sending:
            // The bytes were cut otherwise than they were read; nothing is sure any more.
            return closed(.close)
        case .closed: return .none
        }
    }

    /// A request is complete.
    mutating func bodyEnded() -> Action {
        guard phase == .reading else { return .none }
        phase = .answering
        return isWritable ? .forgetDeadline : beginTaking()
    }

    /// An answer begins; one that is not final, such as 100, does not count.
    ///
    /// - Parameter closes: Whether it says that the connection ends with it.
    /// - Returns: Whether it has to say so.
    mutating func answerBegan(closes: Bool) -> Bool {
        hasBegunAnswer = true
        closesAfterAnswer = closesAfterAnswer || closes
        return closesAfterAnswer
    }

    /// An answer was written.
    mutating func answerEnded() -> Action {
        switch phase {
        case .idle, .sending, .closed: return .none
        case .reading:
            // Nobody will read the rest of a body whose request is answered.
            closesAfterAnswer = true
        case .answering: break
        }
        phase = .sending
        return beginTaking()
    }

    /// All of an answer was taken.
    mutating func answerTaken() -> Action {
        guard phase == .sending else { return .none }
        endTaking()
        guard !closesAfterAnswer else { return closed(.closeAfterWriting) }
        phase = .idle
        return .takeNext
    }

    /// The bytes are no request, or break a limit.
    mutating func failed(_ refusal: ServerRefusal) -> Action {
        switch phase {
        case .idle: return closed(.refuse(refusal))
        case .reading: return closed(hasBegunAnswer ? .closeAfterWriting : .refuse(refusal))
        case .answering, .sending:
            // A request that was complete is answered.
            closesAfterAnswer = true
            return .none
        case .closed: return .none
        }
    }

    /// A part of an answer that goes on was sent, and not all of it taken.
    mutating func leftUnread() -> Action {
        guard phase == .answering, !isUnread else { return .none }
        return beginTaking()
    }

    /// The deadline fell.
    ///
    /// - Parameters:
    ///   - deadline: Which.
    ///   - takenByteCount: How much of its answers the peer took out of the buffers since the
    ///     deadline began.
    ///   - isAllTaken: Whether nothing is left there.
    /// - Returns: What to do.
    mutating func deadlineFell(
        _ deadline: Deadline,
        takenByteCount: Int = 0,
        isAllTaken: Bool = false
    ) -> Action {
        switch deadline {
        case .body where phase == .reading: return failed(.tooSlow)
        case .firstRequest where phase == .idle && !hadRequest,
            .nextRequest where phase == .idle:
            return closed(.close)
        case .taking where phase == .sending && isAllTaken: return answerTaken()
        case .taking where phase == .answering && isUnread && isAllTaken:
            endTaking()
            return .forgetDeadline
        case .taking where phase == .sending || phase == .answering && isUnread:
            // A long answer on a slow line is no idle peer, also when all of it is written.
            if takenByteCount >= Self.takenByteFloor { return beginTaking() }
            idleLookCount += 1
            return idleLookCount < Self.takingLookCount ? .waitOn(.taking) : closed(.abandon)
        default: return .none
        }
    }

    /// The peer's buffers are full, or have room again.
    mutating func writabilityChanged(to isWritable: Bool) -> Action {
        self.isWritable = isWritable
        // An answer that is being waited for keeps its deadline: new room does not restart it.
        guard phase == .answering, isWritable || !isUnread else { return .none }
        return beginTaking()
    }

    /// The peer will send nothing more.
    mutating func inputClosed() -> Action {
        switch phase {
        case .idle: return closed(.close)
        case .reading, .answering, .sending:
            closesAfterAnswer = true
            return .none
        case .closed: return .none
        }
    }

    /// Nothing more will be written.
    ///
    /// - Returns: Whether this side may be ended now; false while an answer is not taken, with which
    ///   the connection then ends.
    mutating func outputEnded() -> Bool {
        guard phase == .sending else { return true }
        closesAfterAnswer = true
        return false
    }

    private mutating func beginTaking() -> Action {
        isUnread = true
        idleLookCount = 0
        return .wait(.taking)
    }

    private mutating func endTaking() {
        isUnread = false
        idleLookCount = 0
    }

    private mutating func closed(_ action: Action) -> Action {
        phase = .closed
        idleLookCount = 0
        return action
    }
}
