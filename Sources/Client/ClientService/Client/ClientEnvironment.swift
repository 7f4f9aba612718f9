import CoreVocabulary
import WireProtocol

/// Ports, settings and signals of a client, for as long as the program runs.
final class ClientEnvironment {
    let link: any BankLink
    let storage: any ClientStorage
    let clock: any ClientClock
    let settings: ClientSettings
    /// Time zone of a bank's days, where the bank names none.
    let standardZone: ZoneOffset
    let signals = LoopSignals()
    /// Highest epoch that the bank named and nothing verified, with the bank's time then.
    ///
    /// It is a fact about the bank, so that it outlives the session in which it was named.
    var namedEpoch: (epoch: UInt64, at: Instant)?

    private var random: any RandomNumberGenerator & Sendable

    init(
        link: any BankLink,
        storage: any ClientStorage,
        clock: any ClientClock,
        random: any RandomNumberGenerator & Sendable,
        zone: ZoneOffset,
        settings: ClientSettings
    ) {
        self.link = link
        self.storage = storage
        self.clock = clock
        self.random = random
        standardZone = zone
        self.settings = settings
    }

    /// Sends a request and waits for the answer, for the time limit, or for a signal.
    ///
    /// The standard limit is that of a reply.
    func ask(
        _ request: Request,
        token: [UInt8]? = nil,
        limitMilliseconds: Int64? = nil,
        unless signal: Signal? = nil
    ) async -> Exchange {
        let bytes = RequestEnvelope(token: token, request: request).encoded
        return await Race.run(
            limitMilliseconds: limitMilliseconds ?? settings.replyLimitMilliseconds,
            by: clock,
            timedOut: .noReply(.timedOut),
            unless: signal,
            interrupted: .interrupted
        ) { [link] in await Exchange.send(bytes, over: link) }
    }

    /// Draws 64 random bits.
    func randomBits() -> UInt64 {
        random.next()
    }

    /// Makes the permanent key of a new intent.
    func makeKey() -> IntentKey {
        let bits = UInt128(randomBits()) << 64 | UInt128(randomBits())
        return .version7(at: clock.now(), random: bits)
    }

    /// Draws 16 random bytes.
    func makeSalt() -> [UInt8] {
        (0..<2).flatMap { _ in withUnsafeBytes(of: randomBits()) { Array($0) } }
    }
}
