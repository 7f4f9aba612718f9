import CoreVocabulary
import WireProtocol

extension Client {
    /// Asks the bank whether it is there, if somebody waits for that.
    ///
    /// The request needs a token and has none, so that the bank only refuses it.
    func lookForBank(at now: Instant) async {
        guard bankLook.isWanted else { return }
        if let last = bankLook.askedAt, now < last.adding(seconds: BankLook.pauseSeconds) { return }
        bankLook.askedAt = now
        let number = session?.context.number
        let exchange = await Exchange.run(
            RequestEnvelope(token: nil, request: .sessions),
            over: environment.link,
            clock: environment.clock,
            limitMilliseconds: environment.settings.replyLimitMilliseconds
        )
        // Meanwhile an attempt to sign in may have found out, and later than this look began.
        guard session?.context.number == number, bankLook.isWanted, bankLook.askedAt == now else {
            return
        }
        let isReachable = Self.isServed(exchange)
        guard isReachable != bankLook.isReachable else { return }
        // It is looked for on and on: a bank that is there again may go again.
        bankLook.isReachable = isReachable
        await emitStatus()
    }

    /// True if the bank answers, and would let somebody sign in as far as that can be seen.
    private static func isServed(_ exchange: Exchange) -> Bool {
        switch exchange {
        case .reply(.problem(let problem)):
            switch problem.code {
            case .busy, .slowDown, .tooManyTries, .internalFailure, .terminalUnknown,
                .upgradeNeeded:
                false
            case .signInRefused, .sessionEnded, .tokenExpired, .wipe, .notFound, .cursorInvalid,
                .notAllowed, .malformed:
                true
            }
        case .reply: true
        case .notSent, .noReply, .interrupted: false
        }
    }
}
