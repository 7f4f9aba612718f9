public import CoreVocabulary

/// Decides what a balance may be called: live, cached or unverified.
///
/// Live needs all of it: a session, a reply that was asked for no longer ago than the heartbeat's
/// limit, a record that has reached the head of that reply, and no account in doubt. Age counts
/// from the sending of the request, by a clock that never jumps and runs on while the machine
/// sleeps: a reply proves nothing about the time after it left the bank, and when it left is not
/// known, only that it was later than the request.
public struct FreshnessRule: Hashable, Sendable {
    /// How old a reply may be and still make a balance live, in seconds.
    public static let heartbeatLimitSeconds: Int64 = 15

    /// The last reply: when it was asked for, what it said.
    private struct Contact: Hashable {
        let askedAt: Instant
        let serverTime: Instant
        let head: Cursor
    }

    /// What time the record is known to have been right at, by the bank's clock.
    public private(set) var confirmedAt: Instant
    /// Whether a session is open.
    public private(set) var isSessionAlive = true
    /// Whether an account is in doubt.
    public var hasUnverifiedAccount = false

    private var cursor: Cursor?
    private var contact: Contact?

    /// Makes the rule for a session that begins; nothing is live before its first reply.
    public init(cursor: Cursor?, confirmedAt: Instant) {
        self.cursor = cursor
        self.confirmedAt = confirmedAt
    }

    /// Notes a reply: when it was asked for by the clock that never jumps, and what it said.
    public mutating func noteReply(askedAt: Instant, serverTime: Instant, head: Cursor) {
        contact = Contact(askedAt: askedAt, serverTime: serverTime, head: head)
        confirmIfReached()
    }

    /// Notes where the record now stands.
    public mutating func noteCursor(_ cursor: Cursor?) {
        self.cursor = cursor
        confirmIfReached()
    }

    /// Notes that the record is known to have been right at a time.
    public mutating func noteConfirmed(at serverTime: Instant) {
        confirmedAt = max(confirmedAt, serverTime)
    }

    /// Notes that the session is over: nothing is live any more.
    public mutating func endSession() {
        isSessionAlive = false
        contact = nil
    }

    /// Whether the record has reached the head of the last reply.
    public var isAtHead: Bool {
        guard let cursor, let head = contact?.head else { return false }
        return cursor.epoch == head.epoch && cursor.feedSequence >= head.feedSequence
    }

    /// The last moment at which the last reply makes a balance live, or nil without one.
    public var deadline: Instant? {
        contact.map { $0.askedAt.adding(seconds: Self.heartbeatLimitSeconds) }
    }

    /// What a balance may be called at a moment of the clock that never jumps.
    public func freshness(atBoottime now: Instant) -> Freshness {
        if hasUnverifiedAccount { return .unverified }
        return freshnessOfVerifiedAccount(atBoottime: now)
    }

    /// What the balance of an account that is not itself in doubt may be called.
    ///
    /// While another account is in doubt nothing is live: what broke one may have broken more.
    public func freshnessOfVerifiedAccount(atBoottime now: Instant) -> Freshness {
        guard isSessionAlive, !hasUnverifiedAccount, isAtHead, let deadline, now <= deadline else {
            return .cached(asOf: confirmedAt)
        }
        return .live(asOf: confirmedAt)
    }

    private mutating func confirmIfReached() {
        guard isAtHead, let contact else { return }
        noteConfirmed(at: contact.serverTime)
    }
}
