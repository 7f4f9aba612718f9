import CoreVocabulary
import IdentityCore
import LedgerService
import WireProtocol

/// Lifetimes of sessions and their tokens, in seconds.
enum SessionLife {
    static let accessSeconds: Int64 = 600
    static let skewSeconds: Int64 = 30
    static let idleSeconds: Int64 = 3_600
    static let repeatSeconds: Int64 = 30

    /// Time for which the keys of a session outlive it.
    ///
    /// Until then, late proofs may arrive and the console can be ordered to wipe.
    static var keySeconds: Int64 { max(Codes.lateSeconds, leaseSeconds(of: .teller)) }

    static func seconds(of role: Role) -> Int64 { role == .customer ? 86_400 : 43_200 }
    static func leaseSeconds(of role: Role) -> Int64 { role == .customer ? 86_400 : 259_200 }
}

extension Foresight {
    // MARK: Who may ask

    /// Returns the outcomes of a request with an access token; `body` has those of the request
    /// itself, if it is admitted.
    func admitted(_ token: [UInt8]?, movesMoney: Bool = false, _ body: (Who) -> [Move]) -> [Move] {
        guard let token, let known = act.access.value ?? given.access[token] else {
            return [.problem(.sessionEnded)]
        }
        act.access.value = known
        var moves: [Move] = []
        // The token's time is checked before the books are read, with any of the readings.
        let times = act.readings.value.map(\.nanosecondsSinceEpoch)
        let second = Instant.nanosecondsPerSecond
        let start = (known.startSeconds - SessionLife.skewSeconds) * second
        let end = (known.endSeconds + SessionLife.skewSeconds) * second
        if times.contains(where: { $0 < start || $0 >= end }) {
            moves.append(Move.problem(.tokenExpired))
        }
        guard times.isEmpty || times.contains(where: { $0 >= start && $0 < end }) else {
            return moves
        }
        return moves + admitted(known.session, movesMoney: movesMoney, body)
    }

    /// Returns the outcomes in a session whose token was checked before.
    func admitted(_ id: SessionID, movesMoney: Bool = false, _ body: (Who) -> [Move]) -> [Move] {
        let moves = admittedNow(id, movesMoney, body)
        // The wipe order is written by a commit of its own, before which the user may be enabled
        // again.
        let wasToWipe = earlier.contains { Self.mustWipe(id, in: $0.state, at: now) }
        let mustWipe = Self.mustWipe(id, in: state, at: now)
        return wasToWipe && !mustWipe ? moves + wipe(id) : moves
    }

    private func admittedNow(
        _ id: SessionID,
        _ movesMoney: Bool,
        _ body: (Who) -> [Move]
    ) -> [Move] {
        guard let session = state.sessions[id], let person = state.people[session.user] else {
            return [.problem(.sessionEnded)]
        }
        if Self.mustWipe(id, in: state, at: now) { return wipe(id) }
        guard session.lives(at: now), session.role == person.role else {
            return [.problem(.sessionEnded)]
        }
        if movesMoney, !person.role.movesMoney { return [.problem(.notAllowed)] }
        return body(Who(session: id, user: session.user, person: person))
    }

    /// Returns true if the console of a session has to be wiped.
    private static func mustWipe(_ id: SessionID, in state: ModelState, at now: Instant) -> Bool {
        guard let session = state.sessions[id], let person = state.people[session.user] else {
            return false
        }
        let isOver = !session.lives(at: now)
        return person.isDisabled || session.endedFor == .consoleRevoked
            || (isOver && state.wipeOrders.contains(id))
    }

    /// Returns the wipe order, which is written once and repeated afterwards.
    private func wipe(_ id: SessionID) -> [Move] {
        guard let session = state.sessions[id] else { return [] }
        if state.wipeOrders.contains(id) { return [.problem(.wipe)] }
        var after = state
        after.wipeOrders.insert(id)
        let facts: [Fact] = [
            .wipeOrdered(session.user, id), audited(.wipeOrdered, of: id.rawValue),
        ]
        return [Move(facts: facts, after: after, answer: .problem(.wipe))]
    }

    /// Returns the user's sessions that are open and can be renewed, oldest first.
    func openSessions(of user: UserID) -> [(key: SessionID, value: ModelState.Session)] {
        state.sessions.filter { $0.value.user == user && !$0.value.isOver(at: now) }
            .sorted { ($0.value.openedAt, $0.key) < ($1.value.openedAt, $1.key) }
    }

    /// Returns the user's sessions with keys that nobody has ended, by any clock, oldest first.
    func sessionsNotEnded(of user: UserID) -> [SessionID] {
        let open = state.sessions.filter { _, session in
            session.user == user && session.endedAt == nil && session.hasKeys
        }
        return open.sorted { ($0.value.openedAt, $0.key) < ($1.value.openedAt, $1.key) }
            .map(\.key)
    }

    /// Destroys the keys of sessions that ended long enough ago; none under a wrong clock.
    func destroyKeys() -> [Move] {
        let last = now.adding(seconds: -SessionLife.keySeconds)
        let over = state.sessions.filter { $0.value.hasKeys && $0.value.endsAt <= last }.keys
        let done = Move.office(.count(act.expiredCount.value))
        guard !over.isEmpty else { return [done] }
        var after = state
        for id in over { after.sessions[id]?.hasKeys = false }
        let destroyed = Move(
            facts: [.keysDestroyed(ofSessionsEndedBy: last, count: over.count)],
            after: after,
            leads: .expired(count: over.count)
        )
        return act.metWrongClock.value ? [destroyed, done] : [destroyed]
    }

    // MARK: The end of a session

    func signOut(_ who: Who) -> [Move] {
        var after = state
        var facts = after.end(who.session, for: .signedOut, at: now)
        facts.append(audited(.signOut, by: who.user, of: who.session.rawValue))
        return [Move(facts: facts, after: after, answer: .signedOut)]
    }

    func sessions(_ who: Who) -> Move {
        Move(answer: .sessions(openSessions(of: who.user).map(\.key)))
    }

    func end(_ id: SessionID, _ who: Who) -> Move {
        guard state.sessions[id]?.user == who.user else { return .problem(.notFound) }
        var after = state
        var facts = after.end(id, for: .endedByUser, at: now)
        guard !facts.isEmpty else { return Move(answer: .done) }
        facts.append(audited(.sessionEndedByUser, by: who.user, of: id.rawValue))
        return Move(facts: facts, after: after, answer: .done)
    }

    // MARK: Renewal

    func renew(_ request: RenewRequest) -> [Move] {
        guard given.refresh.contains(request.refresh), let token = Token(refresh: request.refresh),
            let session = state.sessions[token.session]
        else { return [.problem(.sessionEnded)] }
        let wasToWipe = earlier.contains { Self.mustWipe(token.session, in: $0.state, at: now) }
        guard session.hasKeys else {
            return [.problem(.sessionEnded)] + (wasToWipe ? wipe(token.session) : [])
        }
        let mustWipe = Self.mustWipe(token.session, in: state, at: now)
        if mustWipe { return wipe(token.session) }
        return renew(session, token, request) + (wasToWipe ? wipe(token.session) : [])
    }

    private func renew(
        _ session: ModelState.Session,
        _ token: Token,
        _ request: RenewRequest
    ) -> [Move] {
        guard !session.isOver(at: now) else { return [.problem(.sessionEnded)] }
        var after = state
        if token.generation == session.generation {
            let next = session.generation + 1
            after.sessions[token.session]?.generation = next
            after.sessions[token.session]?.nonce = request.nonce
            after.sessions[token.session]?.renewedAt = now
            let idleEnd = min(now.adding(seconds: SessionLife.idleSeconds), session.endsAt)
            after.sessions[token.session]?.idleEndsAt = max(session.idleEndsAt, idleEnd)
            let fact = Fact.renewed(token.session, generation: next, nonce: request.nonce, at: now)
            let answer = ModelAnswer.renewed(token.session, generation: next)
            return [Move(facts: [fact], after: after, answer: answer)]
        }
        let isRepeated =
            token.generation + 1 == session.generation && request.nonce == session.nonce
            && now <= session.renewedAt.adding(seconds: SessionLife.repeatSeconds)
        if isRepeated {
            return [Move(answer: .renewed(token.session, generation: session.generation))]
        }
        var facts = after.end(token.session, for: .tokenReused, at: now)
        facts.append(
            audited(.refreshTokenReused, .refused, by: session.user, of: token.session.rawValue)
        )
        return [Move(facts: facts, after: after, answer: .problem(.sessionEnded))]
    }
}

extension ModelState {
    /// Ends a session unless it has ended before.
    mutating func end(_ id: SessionID, for reason: SessionEnd, at now: Instant) -> [Fact] {
        guard sessions[id]?.endedAt == nil else { return [] }
        sessions[id]?.endedAt = now
        sessions[id]?.endedFor = reason
        return [.sessionEnded(id, reason, at: now)]
    }
}

extension ModelState.Session {
    /// Returns true if the session can no longer be used or renewed.
    func isOver(at now: Instant) -> Bool { endedAt != nil || now >= endsAt || now >= idleEndsAt }
}

extension Role {
    /// True if the role may move money.
    var movesMoney: Bool {
        switch self {
        case .customer, .teller, .supervisor: true
        case .support, .auditor: false
        }
    }
}
