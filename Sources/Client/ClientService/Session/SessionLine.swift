import CoreVocabulary
import SyncCore
import WireProtocol

/// Line of one session to the bank: its requests, and the tokens that they carry.
///
/// An access token ends after minutes. It is renewed ahead of its end, by the clock that never
/// jumps, by one request for all who need it. A request that meets the end all the same is repeated
/// once with the next token. That is safe: what is asked for twice is either only read, or carries a
/// key under which it is done once.
///
/// A locked console goes on renewing, as its queue and its news go on: the lock keeps people from
/// the screen, five wrong passwords end the session, and the bank ends it for good at its end. The
/// bank's idle end is for consoles that were switched off or cut off.
final class SessionLine: SessionPart {
    /// Outcome of a renewal.
    enum Renewal: Sendable {
        /// There are new tokens to use.
        case renewed
        /// The session has ended at the bank.
        case ended
        /// There was no answer; the same request is repeated later.
        case notNow(LinkCause)
    }

    let context: SessionContext
    private let lease: SessionLease
    private(set) var tokens: HeldTokens
    /// One renewal at a time: the tasks that wait for it, and the pauses after those that failed.
    private var isRenewing = false
    private var waiters: [Signal] = []
    private var backoff = Backoff()

    init(_ context: SessionContext, _ lease: SessionLease, _ tokens: HeldTokens) {
        self.context = context
        self.lease = lease
        self.tokens = tokens
    }

    /// Asks the bank within the session; one that ended meanwhile reads as a problem of that name.
    func ask(
        _ request: Request,
        limitMilliseconds: Int64? = nil,
        unless signal: Signal? = nil
    ) async -> Exchange {
        let first = tokens
        if first.isRenewable, clock.boottime() >= first.endsAt {
            let renewal = await renew(insteadOf: first.access)
            if let exchange = Self.exchange(of: renewal) { return exchange }
        }
        let tokens = tokens
        let exchange = await run(request, tokens.access, limitMilliseconds, signal)
        guard case .reply(.problem(let problem)) = exchange, problem.code == .tokenExpired else {
            return exchange
        }
        let renewal = await renew(insteadOf: tokens.access)
        // The bank has seen this request once: whatever fails now, it was sent.
        if case .notNow(let cause) = renewal { return .noReply(cause) }
        if let failure = Self.exchange(of: renewal) { return failure }
        return await run(request, self.tokens.access, limitMilliseconds, signal)
    }

    /// Renews the tokens, unless another task has done so already.
    func renew(insteadOf access: [UInt8]) async -> Renewal {
        while isRenewing {
            let signal = Signal()
            waiters.append(signal)
            await signal.wait()
            if Task.isCancelled { return .notNow(.lineDown) }
        }
        guard !context.gate.isClosed else { return .ended }
        guard tokens.access == access else { return .renewed }
        guard tokens.isRenewable else {
            await context.gate.end(.endedByBank(isCertain: false))
            return .ended
        }
        isRenewing = true
        defer {
            isRenewing = false
            for waiter in waiters { waiter.raise() }
            waiters = []
        }
        let nonce = tokens.nonce ?? context.environment.makeSalt()
        tokens.nonce = nonce
        let askedAt = clock.boottime()
        let request = RenewRequest(refresh: tokens.refresh, nonce: nonce)
        return await note(await run(.renew(request), nil), askedAt: askedAt)
    }

    /// Time until the tokens are to be renewed, in milliseconds; negative if it is over.
    var renewalMilliseconds: Int64 {
        let now = clock.boottime()
        return tokens.renewsAt > now ? now.milliseconds(until: tokens.renewsAt) : -1
    }

    /// Renews the tokens ahead of their end, and pauses after a failure.
    func renewAhead() async {
        guard case .notNow = await renew(insteadOf: tokens.access) else {
            backoff.succeed()
            return
        }
        let pause = backoff.fail(random: randomBits())
        _ = await signals.renewal.isQuiet(forMilliseconds: pause, by: clock)
    }

    private func note(_ exchange: Exchange, askedAt: Instant) async -> Renewal {
        guard !context.gate.isClosed else { return .ended }
        switch exchange {
        case .reply(.renewed(let reply)):
            // Asked again with the same nonce, the bank gives the same tokens.
            let term = LeaseTerm(endsAt: reply.leaseEndsAt, serverTime: reply.serverTime)
            guard let term else { return .notNow(.answerUnreadable) }
            tokens = HeldTokens(reply.tokens, askedAt: askedAt, serverTime: reply.serverTime)
            await lease.note(term, askedAt: askedAt)
            signals.renewal.raise()
            return .renewed
        case .reply(.problem(let problem)):
            switch problem.code {
            case .busy, .slowDown, .internalFailure, .terminalUnknown, .upgradeNeeded:
                return .notNow(LinkCause(problem.code))
            case .signInRefused, .tooManyTries, .sessionEnded, .wipe, .tokenExpired, .notFound,
                .cursorInvalid, .notAllowed, .malformed:
                await context.gate.end(SessionEnd(problem) ?? .endedByBank(isCertain: false))
                return .ended
            }
        case .notSent(let cause), .noReply(let cause):
            return .notNow(cause)
        // Nothing interrupts a renewal.
        case .reply, .interrupted:
            return .notNow(.answerUnreadable)
        }
    }

    private static func exchange(of renewal: Renewal) -> Exchange? {
        switch renewal {
        case .renewed: nil
        case .ended: .sessionEnded
        case .notNow(let cause): .notSent(cause)
        }
    }

    private func run(
        _ request: Request,
        _ token: [UInt8]?,
        _ limitMilliseconds: Int64? = nil,
        _ signal: Signal? = nil
    ) async -> Exchange {
        let exchange = await context.gate.ask(
            request,
            token: token,
            limitMilliseconds: limitMilliseconds,
            unless: signal
        )
        switch exchange {
        case .reply(.problem), .notSent, .noReply, .interrupted: break
        case .reply: sync.noteAnswer()
        }
        return exchange
    }

    /// Records the reason of a failed exchange, and returns its event for the state machine; nil if the
    /// session is over.
    func failure(of exchange: Exchange) async -> SyncEvent? {
        switch exchange {
        case .reply(.problem(let problem)):
            if let end = SessionEnd(problem) {
                await context.gate.end(end)
                return nil
            }
            if problem.code == .cursorInvalid { return .cursorRefused }
            sync.noteCause(LinkCause(problem.code))
            return .requestFailed(retryAfterMilliseconds: problem.pauseSeconds * 1_000)
        case .notSent(let cause):
            sync.noteCause(cause)
        case .noReply(let cause):
            sync.noteCause(cause)
            return .requestFailed(retryAfterMilliseconds: 0, isTimedOut: cause == .timedOut)
        case .interrupted:
            // Only the request for news is interrupted, and it goes on by itself: nothing is wrong
            // with the line.
            break
        case .reply:
            sync.noteCause(.answerUnreadable)
        }
        return .requestFailed(retryAfterMilliseconds: 0)
    }
}
