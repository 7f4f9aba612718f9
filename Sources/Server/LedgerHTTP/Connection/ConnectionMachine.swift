/// Decides what happens to a connection that is slow, or whose bytes are not a request.
///
/// A state machine that ``ConnectionGuard`` runs on the connection's event loop. One request is
/// open at a time. ``RequestFeed`` buffers the next one until the peer has taken the answer. One
/// deadline is active at a time, depending on what the peer has to do: send a request, send the
/// rest of a body, or read an answer.
///
/// ```
/// idle ──head──▶ reading ──end──▶ answering ──end of answer──▶ sending ──all taken──▶ idle
/// ```
struct ConnectionMachine: Sendable {
    /// An action that the guard has to perform.
    enum Action: Equatable, Sendable {
        /// Do nothing at all.
        case none
        /// Start this deadline, in place of the previous one.
        case wait(Deadline)
        /// Start the same deadline again, but keep counting the bytes taken since its first start.
        case waitOn(Deadline)
        /// Cancel the active deadline.
        case forgetDeadline
        /// Admit the next request and wait for it.
        case takeNext
        /// Send this refusal and then close.
        case refuse(ServerRefusal)
        /// Close once the written bytes have been sent.
        case closeAfterWriting
        /// Close the connection now.
        case close
        /// Close now, without a response, because the peer reads none.
        case abandon
    }

    /// A time limit on the peer.
    enum Deadline: Hashable, Sendable, CaseIterable {
        /// The first request, including the handshake.
        case firstRequest
        /// The next request on a persistent connection.
        case nextRequest
        /// The rest of a body.
        case body
        /// A check of how much of an answer the peer has read.
        ///
        /// The time in which it may stall has several checks, so that bytes first absorbed by
        /// buffers do not count as read for all of it.
        case taking
    }

    private enum Phase {
        /// No request is open.
        case idle
        /// A head was read, but not the end of its request.
        case reading
        /// The request is complete, but its answer is not.
        case answering
        /// The answer is written, but the peer has not taken all of it.
        case sending
        case closed
    }

    /// Minimum number of bytes of an answer that a peer has to read in its time.
    ///
    /// A slow connection reads more, unlike a peer that only holds the connection.
    static let takenByteFloor = 8_192
    /// Number of checks of the peer's reading within that time.
    static let takingLookCount: Int64 = 6

    private var phase = Phase.idle
    private var hadRequest = false
    private var hasBegunAnswer = false
    private var closesAfterAnswer = false
    private var isWritable = true
    /// True while the peer's reading of an answer is being checked.
    private var isUnread = false
    private var idleLookCount: Int64 = 0

    /// The stage of the connection, for its listener.
    var stage: ConnectionPlaces.Stage {
        if idleLookCount > 0 { return .unread }
        return switch phase {
        case .idle: hadRequest ? .idle : .silent
        case .answering where isWritable: .busy
        case .reading, .answering, .sending, .closed: .owing
        }
    }

    /// True if further parts of the request are to be ignored.
    var dropsInput: Bool { phase == .sending || phase == .closed }

    /// True if no request can follow the open one.
    var takesNoMore: Bool {
        switch phase {
        case .idle, .reading: false
        case .answering, .sending: closesAfterAnswer
        case .closed: true
        }
    }

    /// Starts the first deadline of an open connection.
    mutating func opened() -> Action { .wait(.firstRequest) }

    /// Handles the head of a request, which may be the last one that can come.
    mutating func head(isLast: Bool) -> Action {
        switch phase {
        case .idle:
            phase = .reading
            hadRequest = true
            hasBegunAnswer = false
            closesAfterAnswer = isLast
            return .wait(.body)
        case .reading, .answering, .sending:
            // The cutter and the decoder disagree about the bytes, so that no boundary can be
            // trusted.
            return closed(.close)
        case .closed: return .none
        }
    }

    /// Handles the end of a request.
    mutating func bodyEnded() -> Action {
        guard phase == .reading else { return .none }
        phase = .answering
        return isWritable ? .forgetDeadline : beginTaking()
    }

    /// Handles the head of a final answer, and returns true if it has to announce the close.
    ///
    /// Informational answers such as 100 do not count.
    mutating func answerBegan(closes: Bool) -> Bool {
        hasBegunAnswer = true
        closesAfterAnswer = closesAfterAnswer || closes
        return closesAfterAnswer
    }

    /// Handles the end of an answer.
    mutating func answerEnded() -> Action {
        switch phase {
        case .idle, .sending, .closed: return .none
        case .reading:
            // The rest of a body whose request is already answered will not be read.
            closesAfterAnswer = true
        case .answering: break
        }
        phase = .sending
        return beginTaking()
    }

    /// Handles that the peer has taken all of an answer.
    mutating func answerTaken() -> Action {
        guard phase == .sending else { return .none }
        endTaking()
        guard !closesAfterAnswer else { return closed(.closeAfterWriting) }
        phase = .idle
        return .takeNext
    }

    /// Handles bytes that are not a request or break a limit.
    mutating func failed(_ refusal: ServerRefusal) -> Action {
        switch phase {
        case .idle: return closed(.refuse(refusal))
        case .reading: return closed(hasBegunAnswer ? .closeAfterWriting : .refuse(refusal))
        case .answering, .sending:
            // A complete request still gets its answer.
            closesAfterAnswer = true
            return .none
        case .closed: return .none
        }
    }

    /// Handles a flush that left a part of a continuing answer unsent.
    mutating func leftUnread() -> Action {
        guard phase == .answering, !isUnread else { return .none }
        return beginTaking()
    }

    /// Handles the expiry of a deadline; the peer took some buffered bytes since it began.
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
            // A long answer over a slow connection is progress, even if it has been written
            // completely.
            if takenByteCount >= Self.takenByteFloor { return beginTaking() }
            idleLookCount += 1
            return idleLookCount < Self.takingLookCount ? .waitOn(.taking) : closed(.abandon)
        default: return .none
        }
    }

    /// Handles that the send buffers became full or have room again.
    mutating func writabilityChanged(to isWritable: Bool) -> Action {
        self.isWritable = isWritable
        // An answer under observation keeps its deadline, which new room in the buffers does not
        // restart.
        guard phase == .answering, isWritable || !isUnread else { return .none }
        return beginTaking()
    }

    /// Handles that the peer will send nothing more.
    mutating func inputClosed() -> Action {
        switch phase {
        case .idle: return closed(.close)
        case .reading, .answering, .sending:
            closesAfterAnswer = true
            return .none
        case .closed: return .none
        }
    }

    /// Returns true if the output may end now, and otherwise closes when the peer took the answer.
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
