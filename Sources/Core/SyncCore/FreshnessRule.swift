package import CoreVocabulary

/// Decides whether a balance is live, cached or unverified.
///
/// A balance is live only if all of the following holds. A session is open. The bank's last sign of
/// life has not expired. The record has reached the head of that sign and every head named since
/// the last answer, or the bank says that the record lacks nothing up to them. A comparison of both
/// sides in this connection agreed. No account is in doubt. No new epoch remains to be compared.
/// The record is whole. The lease has not ended.
///
/// Age counts from the sending of the request, by a monotonic clock that also runs while the
/// machine sleeps. An answer proves nothing about the time after it left the bank. When it left is
/// not known, only that it was after the request.
package struct FreshnessRule: Hashable, Sendable {
    /// Maximum age of a sign of life that still makes a balance live, in seconds.
    package static let heartbeatLimitSeconds: Int64 = 15

    /// The last sign of life: its expiry, the bank's time and the head in it.
    private struct Contact: Hashable {
        let endsAt: Instant
        var serverTime: Instant
        let head: Cursor
    }

    /// Latest bank time at which the record is known to have been right.
    ///
    /// It is never later than the bank time received last.
    package private(set) var confirmedAt: Instant
    /// True while a session is open.
    package private(set) var isSessionAlive = true
    /// True if any account is in doubt.
    package var hasUnverifiedAccount = false
    /// True if the whole record is in doubt: the books began a new epoch or lost a part, and the
    /// record has not been compared with them since.
    package var isRecordInDoubt = false
    /// True if the record holds only part of a snapshot.
    ///
    /// Some accounts are as in the snapshot, and the others as before, so no figure may be relied on.
    /// Nothing is wrong either: the status still names the time at which the record was last whole.
    package var isRecordPartial = false
    /// True if both sides were found to agree since the bank was last lost.
    package var isCompared = false
    /// End of the lease, after which the record may not be shown, by the monotonic clock; nil if not
    /// known.
    package var leaseEndsAt: Instant?

    private var cursor: Cursor?
    private var contact: Contact?
    /// Highest head named in or since the last answer, by a sign of life or by a batch.
    private var namedHead: Cursor?
    /// Position beyond the record's cursor up to which the bank has nothing more for this user.
    private var emptyUpTo: Cursor?

    /// Creates the rule for a new session; nothing is live before its first reply.
    package init(cursor: Cursor?, confirmedAt: Instant) {
        self.cursor = cursor
        self.confirmedAt = confirmedAt
    }

    /// Records an answer to a question asked after everything recorded so far.
    ///
    /// Its head replaces every head named before: within one epoch the head never decreases, so a
    /// higher head that the bank does not name again did not exist. An event of a stream is no such
    /// answer, because the time at which it left is not known.
    package mutating func noteAnswer(askedAt: Instant, serverTime: Instant, head: Cursor) {
        namedHead = nil
        noteReply(askedAt: askedAt, serverTime: serverTime, head: head)
    }

    /// Records a sign of life, with the bank's time and the head in it.
    ///
    /// `askedAt`, by the monotonic clock, is the time of the request, or a later one that is certainly
    /// not after the reply left. The lifetime is capped at the heartbeat limit.
    package mutating func noteReply(
        askedAt: Instant,
        serverTime: Instant,
        head: Cursor,
        lifeMilliseconds: Int64 = heartbeatLimitSeconds * 1_000
    ) {
        let life = min(max(0, lifeMilliseconds), Self.heartbeatLimitSeconds * 1_000)
        contact = Contact(
            endsAt: askedAt + .milliseconds(life),
            serverTime: serverTime,
            head: head
        )
        noteHead(head)
        // A later `confirmedAt` came from a bank clock that ran ahead, or from a false claim. No
        // record was right at a time that is still to come.
        confirmedAt = min(confirmedAt, serverTime)
        confirmIfReached()
    }

    /// Records a head that the bank named, in a sign of life or elsewhere.
    ///
    /// A batch of a stream names a head, but is not a sign of life: when it left is not known.
    package mutating func noteHead(_ head: Cursor) {
        if let namedHead, namedHead.hasReached(head) { return }
        namedHead = head
    }

    /// Records that the bank has nothing for this user up to a position; nil withdraws it.
    ///
    /// The figures count as those of that position at once. The record is not confirmed and not at
    /// the head until the position is stored and ``noteCursor(_:)`` is called.
    package mutating func noteNothing(upTo place: Cursor?) { emptyUpTo = place }

    /// Records the cursor of the record and confirms the record if it is at the head.
    package mutating func noteCursor(_ cursor: Cursor?) {
        self.cursor = cursor
        emptyUpTo = nil
        confirmIfReached()
    }

    /// Records a time at which the record was right; a time earlier than the known one is ignored.
    package mutating func noteConfirmed(at serverTime: Instant) {
        confirmedAt = max(confirmedAt, serverTime)
    }

    /// Records that the bank's clock was set back, as an answer says that is no sign of life.
    ///
    /// The expiry of the last sign of life is measured by the monotonic clock and does not change.
    package mutating func noteSetBack(to serverTime: Instant) {
        confirmedAt = min(confirmedAt, serverTime)
        if let told = contact?.serverTime { contact?.serverTime = min(told, serverTime) }
    }

    /// Records the end of the session; nothing is live afterwards.
    package mutating func endSession() {
        isSessionAlive = false
        contact = nil
        namedHead = nil
        emptyUpTo = nil
    }

    /// True if the record has reached the head of the last sign of life and all heads named since.
    package var isAtHead: Bool { hasReachedHeads(cursor) }

    /// Time until which a balance can be live: the earlier end of the sign of life and of the lease.
    ///
    /// Nil without a sign of life.
    package var deadline: Instant? {
        guard let contact else { return nil }
        return min(contact.endsAt, leaseEndsAt ?? contact.endsAt)
    }

    /// Returns the freshness of the record as a whole at a time of the monotonic clock.
    package func freshness(atBoottime now: Instant) -> Freshness {
        if hasUnverifiedAccount || isRecordInDoubt { return .unverified }
        guard isSessionAlive, isCompared, !isRecordPartial,
            isAtHead || hasReachedHeads(emptyUpTo), let deadline, now <= deadline
        else { return .cached(asOf: confirmedAt) }
        return .live(asOf: confirmedAt)
    }

    /// Returns the freshness of an account that is not itself in doubt.
    ///
    /// While another account is in doubt nothing is live: the same cause may have damaged more.
    package func freshnessOfVerifiedAccount(atBoottime now: Instant) -> Freshness {
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
