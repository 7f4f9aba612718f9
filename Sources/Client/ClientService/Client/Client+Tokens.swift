import CoreVocabulary
import SyncCore
import WireProtocol

// A session's access token ends after minutes. It is renewed ahead of its end, by the clock that
// never jumps, by one request for all who need it; a request that meets the end all the same is
// repeated once with the next token. That is safe: what is asked for twice is either only read, or
// carries a key under which it is done once.
//
// A locked console goes on renewing, as its queue and its news go on: the lock keeps people from
// the screen, five wrong passwords end the session, and the bank ends it for good at its end. The
// bank's idle end is for consoles that were switched off or cut off.
extension Client {
    /// The result of a renewal of the tokens.
    enum Renewal: Sendable {
        /// There are new tokens to use.
        case renewed
        /// The session has ended at the bank.
        case ended
        /// There was no answer; the same request is repeated later.
        case notNow(LinkCause)
    }

    /// Sends a request within a session.
    ///
    /// - Returns: How it ended. A session that ended meanwhile reads as a problem of that name.
    func ask(
        _ request: Request,
        _ session: Session,
        limitMilliseconds: Int64,
        unless signal: Signal? = nil
    ) async -> Exchange {
        guard let first = currentTokens(session) else { return Self.isOver }
        if first.isRenewable, clock.boottime() >= first.endsAt {
            let renewal = await renew(session.number, insteadOf: first.access)
            if let exchange = Self.exchange(of: renewal) { return exchange }
        }
        guard let tokens = currentTokens(session) else { return Self.isOver }
        let exchange = await run(request, tokens.access, limitMilliseconds, signal)
        guard case .reply(.problem(let problem)) = exchange, problem.code == .tokenExpired else {
            return exchange
        }
        let renewal = await renew(session.number, insteadOf: tokens.access)
        // The bank has seen this request once: whatever fails now, it was sent.
        if case .notNow(let cause) = renewal { return .noReply(cause) }
        if let failure = Self.exchange(of: renewal) { return failure }
        guard let next = currentTokens(session) else { return Self.isOver }
        return await run(request, next.access, limitMilliseconds, signal)
    }

    /// Renews the tokens, unless another task has done so already.
    func renew(_ number: Int, insteadOf access: [UInt8]) async -> Renewal {
        while isRenewing {
            let signal = Signal()
            renewalWaiters.append(signal)
            await signal.wait()
            if Task.isCancelled { return .notNow(.lineDown) }
        }
        guard isCurrent(number), let tokens = session?.online?.tokens else { return .ended }
        guard tokens.access == access else { return .renewed }
        guard tokens.isRenewable else {
            await endSessionByBank(number, isCertain: false)
            return .ended
        }
        isRenewing = true
        defer {
            isRenewing = false
            for waiter in renewalWaiters { waiter.raise() }
            renewalWaiters = []
        }
        let nonce = tokens.nonce ?? makeSalt()
        session?.online?.tokens.nonce = nonce
        let askedAt = clock.boottime()
        let exchange = await run(
            .renew(RenewRequest(refresh: tokens.refresh, nonce: nonce)),
            nil,
            settings.replyLimitMilliseconds,
            nil
        )
        return await note(exchange, number, askedAt: askedAt)
    }

    /// Renews tokens before their end, and ends sessions that were left open here, until the task
    /// is cancelled.
    func runRenewal() async {
        while !Task.isCancelled {
            renewalSignal.lower()
            guard let session, let tokens = session.online?.tokens, tokens.isRenewable else {
                if await sendPendingReceipt() {
                    await renewalSignal.wait()
                } else {
                    let pause = renewalBackoff.fail(random: randomBits())
                    try? await clock.sleep(milliseconds: pause)
                }
                continue
            }
            let left =
                tokens.renewsAt.nanosecondsSinceEpoch - clock.boottime().nanosecondsSinceEpoch
            if left > 0 {
                var milliseconds = left / 1_000_000 + 1
                if session.online?.left.isEmpty == false {
                    guard let pause = await endLeft(session) else { continue }
                    milliseconds = min(milliseconds, pause)
                }
                _ = await renewalSignal.isQuiet(forMilliseconds: milliseconds, by: clock)
                continue
            }
            guard case .notNow = await renew(session.number, insteadOf: tokens.access) else {
                renewalBackoff.succeed()
                continue
            }
            let pause = renewalBackoff.fail(random: randomBits())
            _ = await renewalSignal.isQuiet(forMilliseconds: pause, by: clock)
        }
    }

    private func note(_ exchange: Exchange, _ number: Int, askedAt: Instant) async -> Renewal {
        guard isCurrent(number) else { return .ended }
        switch exchange {
        case .reply(.renewed(let reply)):
            // Asked again with the same nonce, the bank gives the same tokens.
            let term = LeaseTerm(endsAt: reply.leaseEndsAt, serverTime: reply.serverTime)
            guard let term else { return .notNow(.answerUnreadable) }
            session?.online?.tokens = HeldTokens(
                reply.tokens,
                askedAt: askedAt,
                serverTime: reply.serverTime
            )
            await noteLease(term, askedAt: askedAt)
            renewalSignal.raise()
            return .renewed
        case .reply(.problem(let problem)):
            switch problem.code {
            case .busy, .slowDown, .internalFailure, .terminalUnknown, .upgradeNeeded:
                return .notNow(LinkCause(problem.code))
            case .wipe:
                await wipe(nonce: problem.wipeNonce ?? [], number)
                return .ended
            case .signInRefused, .tooManyTries, .sessionEnded, .tokenExpired, .notFound,
                .cursorInvalid, .notAllowed, .malformed:
                await endSessionByBank(number, isCertain: problem.code == .sessionEnded)
                return .ended
            }
        case .notSent(let cause), .noReply(let cause):
            return .notNow(cause)
        // Nothing interrupts a renewal.
        case .reply, .interrupted:
            return .notNow(.answerUnreadable)
        }
    }

    private static let isOver = Exchange.reply(.problem(Problem(code: .sessionEnded)))

    private static func exchange(of renewal: Renewal) -> Exchange? {
        switch renewal {
        case .renewed: nil
        case .ended: isOver
        case .notNow(let cause): .notSent(cause)
        }
    }

    private func currentTokens(_ session: Session) -> HeldTokens? {
        isCurrent(session.number) ? self.session?.online?.tokens : nil
    }

    private func run(
        _ request: Request,
        _ token: [UInt8]?,
        _ limitMilliseconds: Int64,
        _ signal: Signal?
    ) async -> Exchange {
        let number = session?.number
        let exchange = await Exchange.run(
            RequestEnvelope(token: token, request: request),
            over: link,
            clock: clock,
            limitMilliseconds: limitMilliseconds,
            unless: signal
        )
        // The answer to another session's question is nothing to the one of now.
        if session?.number == number { noteAnswer(exchange) }
        return exchange
    }

    /// Records the time of an answer, and ends the feed's pause after another request: the bank can
    /// be reached.
    ///
    /// Where the bank itself asked to be left alone, it is.
    private func noteAnswer(_ exchange: Exchange) {
        guard case .reply(let reply) = exchange else { return }
        if case .problem = reply { return }
        if session?.online != nil { answeredAt = session?.bankTime(atBoottime: clock.boottime()) }
        guard machine.phase == .pausing, !machine.link.isUp, lineCause?.isToldByBank != true
        else { return }
        advance(.bankAnswered)
        feedSignal.raise()
    }
}
