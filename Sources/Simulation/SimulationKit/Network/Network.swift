import ClientService
import SyncCore
import WireProtocol

/// The lines between consoles and the bank, with the faults of their messages.
final class Network: Sendable {
    /// Normal latency of a message, in milliseconds.
    static let latencyMilliseconds: ClosedRange<Int64> = 1...60
    /// Latency of a delayed message, in milliseconds.
    static let delayMilliseconds: ClosedRange<Int64> = 1_000...20_000
    /// Time after which a repeated request can still arrive, in milliseconds.
    static let repeatMilliseconds: ClosedRange<Int64> = 10_000...180_000

    let world: World
    let dice: Cell<Dice>
    /// Separate dice, so that a new forged field changes nothing else in a seed's run.
    let forger: Cell<Dice>
    let state = Cell(State())

    struct State {
        var blockedUp: Set<Int> = []
        var blockedDown: Set<Int> = []
        /// Consoles whose connection attempts are refused at once.
        var refused: Set<Int> = []
        var calls: [UInt64: Call] = [:]
        var lastCall: UInt64 = 0
        var lateCopies: [UInt64: @Sendable () -> Void] = [:]
        var streams: [UInt64: OpenStream] = [:]
    }

    /// A stream that is open on a console.
    struct OpenStream {
        let console: Int
        let continuation: LinkStream.Continuation
    }

    /// A request whose sender waits.
    struct Call {
        let console: Int
        let continuation: CheckedContinuation<Outcome, Never>
        /// True if the bank can have seen the request.
        var isOut: Bool
    }

    /// The reply to a request, or the reason why there is none.
    typealias Outcome = Result<[UInt8], LinkError>

    init(world: World) {
        self.world = world
        dice = Cell(Dice(seed: world.seed, part: "network"))
        forger = Cell(Dice(seed: world.seed, part: "forger of the line"))
    }

    /// Blocks messages in one or both directions.
    func block(_ console: Int, up: Bool, down: Bool) {
        if up { state.value.blockedUp.insert(console) }
        if down { state.value.blockedDown.insert(console) }
    }

    /// Breaks the line of a console and refuses its connection attempts.
    func refuse(_ console: Int) {
        state.value.refused.insert(console)
        cut(console)
    }

    /// Accepts connection attempts of a console again.
    func accept(_ console: Int) { state.value.refused.remove(console) }

    /// Unblocks messages in both directions.
    func unblock(_ console: Int) {
        state.value.blockedUp.remove(console)
        state.value.blockedDown.remove(console)
    }

    /// Breaks all calls and streams of a console.
    func cut(_ console: Int) {
        let broken = state.value.calls.filter { $0.value.console == console }.keys.sorted()
        for number in broken { finish(number, .noReply) }
        for number in openStreams(of: console) { endStream(number, LinkError.noReply(.lineDown)) }
    }

    /// Delivers every late copy at once.
    func flush() {
        let copies = state.value.lateCopies
        state.value.lateCopies = [:]
        for number in copies.keys.sorted() { copies[number]?() }
    }

    /// Sends a request and waits for its outcome.
    func send(_ bytes: [UInt8], from console: Int, _ host: Host) async -> Outcome {
        guard host.isAlive else { return .noReply }
        state.value.lastCall += 1
        let number = state.value.lastCall
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled, host.isAlive else {
                    return continuation.resume(returning: .noReply)
                }
                state.value.calls[number] = Call(
                    console: console,
                    continuation: continuation,
                    isOut: false
                )
                begin(number, bytes, console)
            }
        } onCancel: {
            // A request that never left was certainly not seen.
            let isOut = state.value.calls[number]?.isOut ?? true
            finish(number, isOut ? .noReply : .notSent)
        }
    }

    private func begin(_ number: UInt64, _ bytes: [UInt8], _ console: Int) {
        guard !state.value.refused.contains(console) else {
            return world.later(1) { self.finish(number, .notSent) }
        }
        if state.value.blockedUp.contains(console), dice.value.percent(50) {
            // The connection attempt gets no answer and hangs until the caller gives up.
            return
        }
        state.value.calls[number]?.isOut = true
        world.oracle.sawRequest(bytes, of: console)
        world.later(flightMilliseconds()) { self.arrive(number, bytes, console) }
    }

    private func arrive(_ number: UInt64, _ bytes: [UInt8], _ console: Int) {
        if state.value.blockedUp.contains(console) { return world.note(.partitionUp) }
        if chance(.requestLost, percent: 4) { return world.note(.requestLost) }
        guard let bank = world.bank.life else {
            // Nothing listens: the connection is refused, and the request was not seen.
            return world.later(1) { self.finish(number, .notSent) }
        }
        repeatLater(bytes)
        if chance(.requestDuplicated, percent: 5) {
            world.note(.requestDuplicated)
            world.later(flightMilliseconds()) { self.world.bank.handle(bytes) { _ in } }
        }
        bank.handle(bytes) { reply in
            guard let reply else { return self.finish(number, .noReply) }
            self.answer(number, reply, console)
            self.alterLater(bytes, reply)
            self.repeatPutOff(bytes, reply)
        }
    }

    /// Repeats a postponed transfer later, like a proxy that was told to wait.
    private func repeatPutOff(_ bytes: [UInt8], _ reply: [UInt8]) {
        guard world.climate.has(.requestRepeatedLate), bytes.isSubmission,
            reply.putsOff, dice.value.percent(50)
        else { return }
        deliverLate(bytes)
    }

    /// Sends a decided transfer once more later, with one altered field.
    private func alterLater(_ bytes: [UInt8], _ reply: [UInt8]) {
        guard world.climate.has(.requestAltered), bytes.isSubmission,
            reply.contains(word: "\"created\""), dice.value.percent(30)
        else { return }
        world.later(dice.value.within(Self.delayMilliseconds)) { self.sendAltered(bytes) }
    }

    private func answer(_ number: UInt64, _ reply: [UInt8], _ console: Int) {
        world.later(flightMilliseconds()) {
            if self.state.value.blockedDown.contains(console) {
                return self.world.note(.partitionDown)
            }
            if self.chance(.replyLost, percent: 5) {
                self.world.note(.replyLost)
                // Some broken lines show an error, and others stay silent.
                if self.dice.value.percent(50) { self.finish(number, .noReply) }
                return
            }
            guard self.state.value.calls[number] != nil else { return }
            self.finish(number, .success(self.worn(reply, console)))
        }
    }

    /// Returns the reply as it arrives, truncated or altered by chance.
    private func worn(_ reply: [UInt8], _ console: Int) -> [UInt8] {
        if chance(.replyTruncated, percent: 3), !reply.isEmpty {
            world.note(.replyTruncated)
            return Array(reply.prefix(dice.value.below(reply.count)))
        }
        if chance(.entryAltered, percent: 4),
            let altered = Forgery.entry(of: reply, &forger.value)
        {
            note(altered.forged, console)
            return altered.reply
        }
        if forgesComparison(reply),
            let forged = Forgery.comparison(in: reply, &forger.value)
        {
            for field in forged.fields { world.note(forged: field) }
            world.oracle.alteredComparison(on: console)
            return forged.reply
        }
        guard forgesPlace(), let forged = Forgery.place(in: reply, &forger.value) else {
            return reply
        }
        world.note(forged: forged.field)
        world.oracle.alteredPlace(on: console)
        return forged.reply
    }

    /// Draws if a comparison's answer is forged; often, because few answers show a difference.
    private func forgesComparison(_ reply: [UInt8]) -> Bool {
        world.climate.has(.entryAltered) && reply.isMessage("reconcile")
            && forger.value.percent(40)
    }

    /// Draws if a cursor or an entry count in the next message is forged.
    func forgesPlace() -> Bool { world.climate.has(.entryAltered) && forger.value.percent(2) }

    /// Notes that an altered entry arrives.
    func note(_ forged: ForgedEntry, _ console: Int) {
        world.note(.entryAltered)
        world.note(forged: forged.field.name)
        world.note(forged: forged.list.rawValue)
        world.oracle.alteredEntry(forged, on: console)
    }

    private func repeatLater(_ bytes: [UInt8]) {
        if chance(.requestRepeatedLate, percent: 4) { deliverLate(bytes) }
    }

    /// Delivers a request once more, a long time later.
    private func deliverLate(_ bytes: [UInt8]) {
        state.value.lastCall += 1
        let number = state.value.lastCall
        let deliver: @Sendable () -> Void = {
            self.world.note(.requestRepeatedLate)
            self.world.bank.handle(bytes) { _ in }
        }
        state.value.lateCopies[number] = deliver
        world.later(dice.value.within(Self.repeatMilliseconds)) {
            self.state.value.lateCopies.removeValue(forKey: number)?()
        }
    }

    /// Sends a decided transfer once more, with an altered field under its key.
    func sendAltered(_ bytes: [UInt8]) {
        guard let altered = Forgery.submission(of: bytes, &dice.value) else { return }
        world.note(.requestAltered)
        world.bank.handle(altered.bytes) { reply in
            if let reply { self.world.oracle.sawReplyToAltered(reply, altered) }
        }
    }

    private func finish(_ number: UInt64, _ outcome: Outcome) {
        guard let call = state.value.calls.removeValue(forKey: number) else { return }
        switch outcome {
        case .success(let reply): world.oracle.sawReply(reply, on: call.console)
        case .failure: world.oracle.sawSilence(on: call.console)
        }
        call.continuation.resume(returning: outcome)
    }

    func flightMilliseconds() -> Int64 {
        if chance(.messageDelayed, percent: 4) {
            world.note(.messageDelayed)
            return dice.value.within(Self.delayMilliseconds)
        }
        return dice.value.within(Self.latencyMilliseconds)
    }

    func chance(_ fault: FaultKind, percent: Int) -> Bool {
        world.climate.has(fault) && dice.value.percent(percent)
    }
}

extension Network.Outcome {
    /// A request that the bank certainly did not see.
    fileprivate static var notSent: Self { .failure(.notSent(.connectionRefused)) }
    /// A request that the bank may have seen.
    fileprivate static var noReply: Self { .failure(.noReply(.timedOut)) }
}

extension [UInt8] {
    /// True if the reply says that the bank has not judged the request and that it may be repeated.
    fileprivate var putsOff: Bool {
        guard isMessage("problem"), case .problem(let problem)? = try? Reply(encoded: self) else {
            return false
        }
        return problem.code == .busy || problem.code == .slowDown
    }
}

/// The link of one process of a console.
struct SimulatedLink: BankLink {
    let network: Network
    let console: Int
    let host: Host

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        try await network.send(request, from: console, host).get()
    }

    func stream(token: [UInt8], after cursor: Cursor?) async throws(LinkError) -> LinkStream? {
        try await network.openStream(token, cursor, console, host)
    }
}
