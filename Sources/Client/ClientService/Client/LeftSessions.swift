import CoreVocabulary
import Cryptography
import WireProtocol

/// End of sessions at the bank, for those that are over here.
///
/// A session goes on at the bank until the bank hears of its end or ends it by itself: after a sign-out
/// without a line, after a console was killed, after its terminal was closed. In the list of sessions it
/// would stand as one that its own user does not know. So each is noted from sign-in on, sealed, where
/// one console at a time is; who signs in there next has the bank end what was left, and nothing else.
final class LeftSessions {
    private let environment: ClientEnvironment

    init(_ environment: ClientEnvironment) {
        self.environment = environment
    }

    /// Notes a session that the bank began, and returns what the session needs of its answer.
    func note(
        _ reply: SignInReply,
        _ authorisationKey: SharedSecret,
        _ notes: any SessionNotes
    ) async -> BegunSession {
        let id = reply.sessionID
        // What cannot be read is not ended from here; the bank ends it by itself.
        let left = ((try? await notes.left()) ?? []).filter { $0 != id }
        // Without a note nothing is lost but that, and whoever signs out is told so.
        let isNoted = (try? await notes.note(id)) != nil
        return BegunSession(
            sessionID: id,
            authorisationKey: authorisationKey,
            notes: notes,
            isNoted: isNoted,
            left: left
        )
    }

    /// Opens the notes of a user whose session cannot begin here; returns nil if that fails.
    func openNotes(for reply: SignInReply) async -> (any SessionNotes)? {
        guard let storageKey = SharedSecret(key: reply.storageKey) else { return nil }
        defer { storageKey.wipe() }
        // What cannot be opened holds no note; the user is told that the session goes on.
        let opened = try? await environment.storage.open(
            userID: reply.userID,
            storageKey: storageKey
        )
        guard let stores = opened else { return nil }
        await stores.records.close()
        stores.outbox.close()
        return stores.sessions
    }

    /// Notes a session that the bank began and this console cannot, where its notes can be opened, and
    /// returns the session, for the bank to end it.
    func abandon(
        _ reply: SignInReply,
        askedAt: Instant,
        notes: (any SessionNotes)?,
        number: Int
    ) async -> EndingSession {
        // Without a note nothing is lost but that, and whoever signed in is told so.
        let isNoted = (try? await notes?.note(reply.sessionID)) != nil
        return EndingSession(
            reply,
            askedAt: askedAt,
            notes: notes,
            isNoted: isNoted,
            boottime: environment.clock.boottime(),
            number: number
        )
    }

    /// Has the bank end a session that is over here.
    ///
    /// A sign-out waits for the bank at most ``ClientSettings/signOutWaitMilliseconds``. A session whose
    /// end the bank did not confirm is ended at the next sign-in here. Returns the session as it is
    /// now; nil if the bank has confirmed its end.
    func end(_ over: EndingSession) async -> EndingSession? {
        var ending = over
        let exchange = await askToEnd(&ending)
        guard Self.isEnd(exchange) else { return ending }
        await ending.notes?.forgetEnded(ending.id)
        return nil
    }

    /// Asks the bank to end a session, with a new access token if this one has ended.
    private func askToEnd(_ ending: inout EndingSession) async -> Exchange {
        let begunAt = environment.clock.boottime()
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
        await environment.ask(
            .signOut,
            token: ending.tokens.access,
            limitMilliseconds: waitLeft(since: begunAt)
        )
    }

    /// Requests the next tokens of a session that is over here; returns nil if there are some.
    private func renew(_ ending: inout EndingSession, since begunAt: Instant) async -> Exchange? {
        let nonce = ending.tokens.nonce ?? environment.makeSalt()
        let askedAt = environment.clock.boottime()
        let exchange = await environment.ask(
            .renew(RenewRequest(refresh: ending.tokens.refresh, nonce: nonce)),
            limitMilliseconds: waitLeft(since: begunAt)
        )
        guard case .reply(.renewed(let reply)) = exchange else {
            // Of what may have arrived the answer is missing; what was not sent changes nothing.
            if case .noReply = exchange { ending.tokens.nonce = nonce }
            return exchange
        }
        ending.tokens = HeldTokens(reply.tokens, askedAt: askedAt, serverTime: reply.serverTime)
        return nil
    }

    /// Returns the time for which a sign-out still waits, in milliseconds; all requests share it.
    private func waitLeft(since begunAt: Instant) -> Int64 {
        let passed =
            environment.clock.boottime().nanosecondsSinceEpoch - begunAt.nanosecondsSinceEpoch
        return max(0, environment.settings.signOutWaitMilliseconds - passed / 1_000_000)
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
}
