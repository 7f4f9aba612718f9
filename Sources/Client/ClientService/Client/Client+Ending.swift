import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

// A session goes on at the bank until the bank hears of its end or ends it by itself: after a sign-out
// without a line, after a console was killed, after its terminal was closed. In the list of sessions it
// would stand as one that its own user does not know. So each is noted from sign-in on, sealed, where
// one console at a time is; who signs in there next has the bank end what was left, and nothing else.
extension Client {
    /// What a session needs of the bank's answer to a sign-in; it is noted from here on.
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

    /// Notes how telling the bank of a sign-out ended; what the bank did not hear is told here.
    func noteEnd(of ended: Session, _ online: OnlineSession, told exchange: Exchange) async {
        guard !Self.isEnd(exchange) else { return await forget(online.sessionID, online.notes) }
        // Whoever has signed in meanwhile is not told of it: it is being ended.
        guard session == nil else { return }
        untoldEnd = untold(ended, online)
        if untoldEnd != nil { await emitStatus() }
    }

    /// The end of a session that the bank does not know of; nil where the bank has ended it by itself.
    private func untold(_ ended: Session, _ online: OnlineSession) -> UntoldEnd? {
        // While the answer to a renewal is missing, the bank may have let the session go on for longer.
        let endsAt =
            online.tokens.nonce == nil
            ? min(ended.user.endsAt, online.tokens.idleEndsAt) : ended.user.endsAt
        guard endsAt > ended.bankTime(atBoottime: clock.boottime()) else { return nil }
        return UntoldEnd(endsAt: endsAt, isNoted: online.isNoted, zone: ended.zone)
    }

    /// True if the answer to a sign-out says that the session is over at the bank.
    private static func isEnd(_ exchange: Exchange) -> Bool {
        switch exchange {
        case .reply(.signedOut): true
        case .reply(.problem(let problem)):
            problem.code == .sessionEnded || problem.code == .wipe
        case .reply, .notSent, .noReply, .interrupted: false
        }
    }

    /// Has the bank end the sessions that were left open here, each by itself.
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

    /// Takes a problem in; the wait before the next try, or nil where the next one can follow.
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
