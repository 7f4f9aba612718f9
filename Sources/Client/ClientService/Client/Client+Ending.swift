import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

// A session goes on at the bank until the bank hears of its end or ends it by itself: after a sign-out
// without a line, after a console was killed, after its terminal was closed. In the list of sessions it
// would stand as one that its own user does not know. So each is noted from sign-in on, sealed, where
// one console at a time is; who signs in there next has the bank end what was left, and nothing else.
extension Client {
    /// Creates the online part of a session from the bank's answer, and notes the session.
    func beginOnline(
        _ reply: SignInReply,
        _ authorisationKey: SharedSecret,
        _ notes: any SessionNotes,
        _ askedAt: Instant
    ) async -> OnlineSession {
        let id = reply.sessionID
        // What cannot be read is not ended from here; the bank ends it by itself.
        let left = ((try? await notes.left()) ?? []).filter { $0 != id }
        // Without a note nothing is lost but that, and whoever signs out is told so.
        let isNoted = (try? await notes.note(id)) != nil
        return OnlineSession(
            sessionID: id,
            authorisationKey: authorisationKey,
            tokens: HeldTokens(reply.tokens, askedAt: askedAt, serverTime: reply.serverTime),
            notes: notes,
            isNoted: isNoted,
            left: left
        )
    }

    /// Forgets a session that the bank has ended.
    func forget(_ id: SessionID, _ notes: any SessionNotes) async {
        // What stays is asked about once more, and the bank says that it has ended.
        try? await notes.forget(id)
    }

    /// Asks the bank to end a session that is over here, and records the result; the user is told
    /// of an end that the bank has not confirmed.
    ///
    /// Who signs out does not wait for the line: without an answer the session is ended at the next
    /// sign-in here.
    func tellEnd(of over: EndingSession) async {
        var ending = over
        let exchange = await askToEnd(&ending)
        if Self.isEnd(exchange) {
            if let notes = ending.notes { await forget(ending.id, notes) }
            return
        }
        // Whoever has signed in meanwhile is not told of it: that session had the bank end this one,
        // and may be over itself by now.
        guard session == nil, sessionCount == ending.number else { return }
        untoldEnd = ending.untold(atBoottime: clock.boottime())
        if untoldEnd != nil { await emitStatus() }
    }

    /// Asks the bank to end a session, with a new access token if this one has ended.
    private func askToEnd(_ ending: inout EndingSession) async -> Exchange {
        let begunAt = clock.boottime()
        let isOver = ending.tokens.isRenewable && begunAt >= ending.tokens.endsAt
        if isOver, let failure = await renew(&ending, since: begunAt) { return failure }
        let exchange = await sendEnd(of: ending, since: begunAt)
        guard case .reply(.problem(let problem)) = exchange, problem.code == .tokenExpired,
            ending.tokens.isRenewable, !isOver
        else { return exchange }
        if let failure = await renew(&ending, since: begunAt) { return failure }
        return await sendEnd(of: ending, since: begunAt)
    }

    private func sendEnd(of ending: EndingSession, since begunAt: Instant) async -> Exchange {
        await Exchange.run(
            RequestEnvelope(token: ending.tokens.access, request: .signOut),
            over: link,
            clock: clock,
            limitMilliseconds: waitLeft(since: begunAt)
        )
    }

    /// Requests the next tokens of a session that is over here.
    ///
    /// - Returns: How that ended; nil where there are tokens.
    private func renew(
        _ ending: inout EndingSession,
        since begunAt: Instant
    ) async -> Exchange? {
        let nonce = ending.tokens.nonce ?? makeSalt()
        let askedAt = clock.boottime()
        let exchange = await Exchange.run(
            RequestEnvelope(
                token: nil,
                request: .renew(RenewRequest(refresh: ending.tokens.refresh, nonce: nonce))
            ),
            over: link,
            clock: clock,
            limitMilliseconds: waitLeft(since: begunAt)
        )
        guard case .reply(.renewed(let reply)) = exchange else {
            // Of what may have arrived the answer is missing; what was not sent changes nothing.
            if case .noReply = exchange { ending.tokens.nonce = nonce }
            return exchange
        }
        ending.tokens = HeldTokens(
            reply.tokens,
            askedAt: askedAt,
            serverTime: reply.serverTime
        )
        return nil
    }

    /// Returns the rest of a sign-out's wait, in milliseconds; all its requests share one wait.
    private func waitLeft(since begunAt: Instant) -> Int64 {
        let passed = clock.boottime().nanosecondsSinceEpoch - begunAt.nanosecondsSinceEpoch
        return max(0, settings.signOutWaitMilliseconds - passed / 1_000_000)
    }

    /// Ends a session that the bank began and this console cannot use, and notes it if its notes
    /// can be opened.
    func abandon(
        _ reply: SignInReply,
        askedAt: Instant,
        notes: (any SessionNotes)?
    ) async {
        let isNoted = (try? await notes?.note(reply.sessionID)) != nil
        await tellEnd(
            of: EndingSession(
                reply,
                askedAt: askedAt,
                notes: notes,
                isNoted: isNoted,
                boottime: clock.boottime(),
                number: sessionCount
            )
        )
    }

    /// Opens the notes of a user whose session cannot begin here; returns nil if that fails.
    func openNotes(for reply: SignInReply) async -> (any SessionNotes)? {
        guard let storageKey = Self.secret(reply.storageKey) else { return nil }
        defer { storageKey.wipe() }
        // What cannot be opened holds no note; the user is told that the session goes on.
        let opened = try? await storage.open(userID: reply.userID, storageKey: storageKey)
        guard let stores = opened else { return nil }
        await stores.records.close()
        stores.outbox.close()
        return stores.sessions
    }

    /// Returns true if a sign-out or renewal was answered by the end of the session.
    private static func isEnd(_ exchange: Exchange) -> Bool {
        switch exchange {
        case .reply(.signedOut): true
        case .reply(.problem(let problem)):
            problem.code == .sessionEnded || problem.code == .wipe
        case .reply, .notSent, .noReply, .interrupted: false
        }
    }

    /// Asks the bank to end the sessions that were left open here, one by one.
    ///
    /// - Returns: The wait before the next try, in milliseconds; nil if there is nothing more to ask.
    func endLeft(_ current: Session) async -> Int64? {
        while isCurrent(current.number), let id = session?.online?.left.first {
            let exchange = await ask(
                .endSession(id),
                current,
                limitMilliseconds: settings.replyLimitMilliseconds
            )
            switch exchange {
            case .reply(.done):
                await forgetLeft(id, current)
            case .reply(.problem(let problem)):
                if let pause = await note(problem, onEnding: id, current) { return pause }
            case .reply, .notSent, .noReply, .interrupted:
                return endingBackoff.fail(random: randomBits())
            }
        }
        return nil
    }

    /// Records a problem; returns the pause before the next attempt, or nil for none.
    private func note(
        _ problem: Problem,
        onEnding id: SessionID,
        _ current: Session
    ) async -> Int64? {
        switch problem.code {
        case .notFound:
            await forgetLeft(id, current)
        case .sessionEnded:
            await endSessionByBank(current.number)
        case .wipe:
            await wipe(nonce: problem.wipeNonce ?? [], current.number)
        // A bank that does not take the request is asked again in the next session.
        case .notAllowed, .malformed, .cursorInvalid:
            if isCurrent(current.number) { session?.online?.left.removeAll { $0 == id } }
        case .tokenExpired, .signInRefused, .tooManyTries, .slowDown, .busy, .internalFailure,
            .terminalUnknown, .upgradeNeeded:
            return endingBackoff.fail(
                random: randomBits(),
                atLeast: problem.pauseSeconds * 1_000
            )
        }
        return nil
    }

    private func forgetLeft(_ id: SessionID, _ current: Session) async {
        if isCurrent(current.number) {
            session?.online?.left.removeAll { $0 == id }
            endingBackoff.succeed()
        }
        if let notes = current.online?.notes { await forget(id, notes) }
    }
}
