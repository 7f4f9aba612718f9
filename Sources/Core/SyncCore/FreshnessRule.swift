public import CoreVocabulary

/// Decides what a balance may be called: live, cached or unverified.
///
/// Live needs all of it: a session; a sign of life of the bank that is no older than its life; a
/// record that has reached the head of that sign and every head that was named since the last answer,
/// or of which the bank says that it lacks nothing up to them; a comparison of both sides in this
/// connection that agreed; no account in doubt; no new life of the books that is still to be compared;
/// a record that is whole; and a lease. Age counts from the sending of the request, by a clock that
/// never jumps and runs on while the machine sleeps: an answer proves nothing about the time after
/// it left the bank, and when it left is not known, only that it was later than the request.
public struct FreshnessRule: Hashable, Sendable {
    /// How old a sign of life may be and still make a balance live, in seconds.
    public static let heartbeatLimitSeconds: Int64 = 15

    /// The last sign of life: until when it counts, what it said.
    private struct Contact: Hashable {
        let endsAt: Instant
        var serverTime: Instant
        let head: Cursor
    }

    /// What time the record is known to have been right at, by the bank's clock; never later than the
    /// time that the bank named last.
    public private(set) var confirmedAt: Instant
    /// Whether a session is open.
    public private(set) var isSessionAlive = true
    /// Whether an account is in doubt.
    public var hasUnverifiedAccount = false
    /// Whether the whole record is in doubt: the books began a new life or lost a part, and what
    /// is held has not been compared with what they are now.
    public var isRecordInDoubt = false
    /// Whether the record holds a part of a snapshot: some accounts are as the snapshot has them,
    /// the others as they were before or not there yet, which was so at no time.
    ///
    /// No figure may be relied on until the snapshot is complete. Nothing is wrong either, so the
    /// status goes on naming when the record was last whole.
    public var isRecordPartial = false
    /// Whether both sides were found to agree since the bank was last lost.
    public var isCompared = false
    /// The last moment at which this console may show what it holds, by the clock that never
    /// jumps; nil while it is not known.
    public var leaseEndsAt: Instant?

    private var cursor: Cursor?
    private var contact: Contact?
    /// The farthest head that was named since the last answer and in it, by a sign of life or in a
    /// batch, which is not a sign of life.
    private var namedHead: Cursor?
    /// A place up to which the bank has nothing for this user that is not held, and which the record
    /// does not name yet; nil where there is none.
    private var emptyUpTo: Cursor?

    /// Makes the rule for a session that begins; nothing is live before its first reply.
    public init(cursor: Cursor?, confirmedAt: Instant) {
        self.cursor = cursor
        self.confirmedAt = confirmedAt
    }

    /// Notes the answer to a question that was asked after all else that was noted: its head stands
    /// for every head that was named before.
    ///
    /// Of one life of the books no head is lower than an earlier one, so that one which the bank does
    /// not name again was none. A word of a stream is no such answer: when it left is not known.
    ///
    /// - Parameters:
    ///   - askedAt: When it was asked for.
    ///   - serverTime: The bank's time in it.
    ///   - head: Where the feed ended.
    public mutating func noteAnswer(askedAt: Instant, serverTime: Instant, head: Cursor) {
        namedHead = nil
        noteReply(askedAt: askedAt, serverTime: serverTime, head: head)
    }

    /// Notes a sign of life: when at the earliest it left the bank, by the clock that never jumps,
    /// and what it said.
    ///
    /// - Parameters:
    ///   - askedAt: When it was asked for, or a later moment that certainly was not after it left.
    ///   - serverTime: The bank's time in it.
    ///   - head: Where the feed ended.
    ///   - lifeMilliseconds: For how long it counts; never longer than the limit.
    public mutating func noteReply(
        askedAt: Instant,
        serverTime: Instant,
        head: Cursor,
        lifeMilliseconds: Int64 = heartbeatLimitSeconds * 1_000
    ) {
        let life = min(max(0, lifeMilliseconds), Self.heartbeatLimitSeconds * 1_000)
        contact = Contact(
            endsAt: Instant(
                nanosecondsSinceEpoch: askedAt.nanosecondsSinceEpoch + life * 1_000_000
            ),
            serverTime: serverTime,
            head: head
        )
        noteHead(head)
        // The bank's clock had run ahead, or somebody said so: no record was right at a time that is
        // still to come.
        confirmedAt = min(confirmedAt, serverTime)
        confirmIfReached()
    }

    /// Notes a head that the bank named, whether or not what named it is a sign of life.
    ///
    /// A batch of a stream is none, since nobody knows when it left; but it tells how much there is.
    public mutating func noteHead(_ head: Cursor) {
        if let known = namedHead, known.epoch == head.epoch,
            known.feedSequence >= head.feedSequence
        {
            return
        }
        namedHead = head
    }

    /// Notes that the bank has nothing for this user between the record and a place; nil takes that
    /// back.
    ///
    /// The figures are those of that place at once. The record is not confirmed by it, nor at the
    /// head, before the place is written down and ``noteCursor(_:)`` says so.
    public mutating func noteNothing(upTo place: Cursor?) {
        emptyUpTo = place
    }

    /// Notes where the record now stands.
    public mutating func noteCursor(_ cursor: Cursor?) {
        self.cursor = cursor
        emptyUpTo = nil
        confirmIfReached()
    }

    /// Notes that the record is known to have been right at a time; an earlier one than is known
    /// changes nothing.
    public mutating func noteConfirmed(at serverTime: Instant) {
        confirmedAt = max(confirmedAt, serverTime)
    }

    /// Notes that the bank's clock was set back to a time, as an answer told that is no sign of life.
    ///
    /// Until when the last sign of life counts stays as it is: that goes by the clock that never jumps.
    public mutating func noteSetBack(to serverTime: Instant) {
        confirmedAt = min(confirmedAt, serverTime)
        if let told = contact?.serverTime { contact?.serverTime = min(told, serverTime) }
    }

    /// Notes that the session is over: nothing is live any more.
    public mutating func endSession() {
        isSessionAlive = false
        contact = nil
        namedHead = nil
        emptyUpTo = nil
    }

    /// Whether the record has reached the head of the last sign of life, and every head that was
    /// named since the last answer.
    public var isAtHead: Bool {
        hasReachedHeads(cursor)
    }

    /// The last moment at which the last sign of life makes a balance live, or nil without one.
    public var deadline: Instant? {
        guard let contact else { return nil }
        return min(contact.endsAt, leaseEndsAt ?? contact.endsAt)
    }

    /// What the record as a whole may be called at a moment of the clock that never jumps.
    public func freshness(atBoottime now: Instant) -> Freshness {
        if hasUnverifiedAccount || isRecordInDoubt { return .unverified }
        guard isSessionAlive, isCompared, !isRecordPartial,
            isAtHead || hasReachedHeads(emptyUpTo), let deadline, now <= deadline
        else { return .cached(asOf: confirmedAt) }
        return .live(asOf: confirmedAt)
    }

    /// What the balance of an account that is not itself in doubt may be called.
    ///
    /// While another account is in doubt nothing is live: what broke one may have broken more.
    public func freshnessOfVerifiedAccount(atBoottime now: Instant) -> Freshness {
        if isRecordInDoubt || isRecordPartial { return .unverified }
        return hasUnverifiedAccount ? .cached(asOf: confirmedAt) : freshness(atBoottime: now)
    }

    private func hasReachedHeads(_ place: Cursor?) -> Bool {
        guard let place, let contact, let namedHead else { return false }
        return place.hasReached(contact.head) && place.hasReached(namedHead)
    }

    private mutating func confirmIfReached() {
        guard isAtHead else { return }
        isRecordPartial = false
        guard !isRecordInDoubt, let contact else { return }
        noteConfirmed(at: contact.serverTime)
    }
}
