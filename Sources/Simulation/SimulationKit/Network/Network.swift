import ClientService
import CoreVocabulary
import SyncCore
import WireProtocol

/// The lines between consoles and the bank, and all that happens to messages on them.
final class Network: Sendable {
    /// How long a message takes when nothing is wrong, in milliseconds.
    static let latencyMilliseconds: ClosedRange<Int64> = 1...60
    /// How long one takes that is held up, in milliseconds.
    static let delayMilliseconds: ClosedRange<Int64> = 1_000...20_000
    /// After how long a repeated request may still arrive, in milliseconds.
    static let repeatMilliseconds: ClosedRange<Int64> = 10_000...180_000

    let world: World
    let state: Cell<State>

    struct State {
        var dice: Dice
        /// Dice of its own, so that one more field to forge changes nothing else of a seed.
        var forger: Dice
        var blockedUp: Set<Int> = []
        var blockedDown: Set<Int> = []
        var calls: [UInt64: Call] = [:]
        var lastCall: UInt64 = 0
        var lateCopies: [UInt64: @Sendable () -> Void] = [:]
        var streams: [UInt64: OpenStream] = [:]
    }

    /// A stream that is open on some console.
    struct OpenStream {
        let console: Int
        let continuation: LinkStream.Continuation
    }

    /// A request that somebody waits for.
    struct Call {
        let console: Int
        let continuation: CheckedContinuation<Outcome, Never>
        /// Whether the bank can have seen it.
        var isOut: Bool
    }

    /// How a request ended.
    enum Outcome: Sendable {
        case reply([UInt8])
        case notSent
        case noReply
    }

    init(world: World) {
        self.world = world
        state = Cell(
            State(
                dice: Dice(seed: world.seed, part: "network"),
                forger: Dice(seed: world.seed, part: "forger of the line")
            )
        )
    }

    /// Stops messages in one direction.
    func block(_ console: Int, up: Bool, down: Bool) {
        if up { state.value.blockedUp.insert(console) }
        if down { state.value.blockedDown.insert(console) }
    }

    /// Lets messages through again.
    func unblock(_ console: Int) {
        state.value.blockedUp.remove(console)
        state.value.blockedDown.remove(console)
    }

    /// Breaks every call of a console that is under way.
    func cut(_ console: Int) {
        let broken = state.value.calls.filter { $0.value.console == console }.keys.sorted()
        for number in broken { finish(number, .noReply) }
        for number in openStreams(of: console) { endStream(number, LinkError.noReply(.lineDown)) }
    }

    /// Delivers at once whatever was to arrive a long time after.
    func flush() {
        let copies = state.value.lateCopies
        state.value.lateCopies = [:]
        for number in copies.keys.sorted() { copies[number]?() }
    }

    /// Sends a request and waits for what comes of it.
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
            // Who never got out certainly was not seen.
            let isOut = state.value.calls[number]?.isOut ?? true
            finish(number, isOut ? .noReply : .notSent)
        }
    }

    private func begin(_ number: UInt64, _ bytes: [UInt8], _ console: Int) {
        if state.value.blockedUp.contains(console), state.value.dice.percent(50) {
            // Nobody answers the first packet: it hangs until the caller gives up.
            return
        }
        state.value.calls[number]?.isOut = true
        world.oracle.sawRequest(bytes, of: console)
        later(flightMilliseconds()) { self.arrive(number, bytes, console) }
    }

    private func arrive(_ number: UInt64, _ bytes: [UInt8], _ console: Int) {
        if state.value.blockedUp.contains(console) { return world.note(.partitionUp) }
        if chance(.requestLost, percent: 4) { return world.note(.requestLost) }
        guard let bank = world.bank.life else {
            // Nobody listens: the line says so, and nothing was seen.
            return later(1) { self.finish(number, .notSent) }
        }
        repeatLater(bytes)
        if chance(.requestDuplicated, percent: 5) {
            world.note(.requestDuplicated)
            later(flightMilliseconds()) { self.world.bank.handle(bytes) { _ in } }
        }
        bank.handle(bytes) { reply in
            guard let reply else { return self.finish(number, .noReply) }
            self.answer(number, reply, console)
            self.alterLater(bytes, reply)
            self.repeatPutOff(bytes, reply)
        }
    }

    /// A transfer that was put off comes once more, as from a proxy that was told to wait.
    private func repeatPutOff(_ bytes: [UInt8], _ reply: [UInt8]) {
        guard world.climate.has(.requestRepeatedLate), bytes.isMessage("submit-intent"),
            reply.putsOff, state.value.dice.percent(50)
        else { return }
        deliverLate(bytes)
    }

    /// A transfer that was decided comes once more, with another value in one of its fields.
    private func alterLater(_ bytes: [UInt8], _ reply: [UInt8]) {
        guard world.climate.has(.requestAltered), bytes.isMessage("submit-intent"),
            reply.contains(word: "\"created\""), state.value.dice.percent(30)
        else { return }
        later(state.value.dice.within(Self.delayMilliseconds)) { self.sendAltered(bytes) }
    }

    private func answer(_ number: UInt64, _ reply: [UInt8], _ console: Int) {
        later(flightMilliseconds()) {
            if self.state.value.blockedDown.contains(console) {
                return self.world.note(.partitionDown)
            }
            if self.chance(.replyLost, percent: 5) {
                self.world.note(.replyLost)
                // Some lines break so that it shows, and others do not.
                if self.state.value.dice.percent(50) { self.finish(number, .noReply) }
                return
            }
            guard self.state.value.calls[number] != nil else { return }
            self.finish(number, .reply(self.worn(reply, console)))
        }
    }

    /// The reply as it arrives.
    private func worn(_ reply: [UInt8], _ console: Int) -> [UInt8] {
        if chance(.replyTruncated, percent: 3), !reply.isEmpty {
            world.note(.replyTruncated)
            return Array(reply.prefix(state.value.dice.below(reply.count)))
        }
        if chance(.entryAltered, percent: 4),
            let altered = Forgery.entry(of: reply, &state.value.forger)
        {
            note(altered.forged, console)
            return altered.reply
        }
        if forgesComparison(reply),
            let forged = Forgery.comparison(in: reply, &state.value.forger)
        {
            for field in forged.fields { world.note(forged: field) }
            world.oracle.alteredComparison(on: console)
            return forged.reply
        }
        guard forgesPlace(), let forged = Forgery.place(in: reply, &state.value.forger) else {
            return reply
        }
        world.note(forged: forged.field)
        world.oracle.alteredPlace(on: console)
        return forged.reply
    }

    /// Draws if an answer to a comparison is to be another; few of them tell that anything differs.
    private func forgesComparison(_ reply: [UInt8]) -> Bool {
        world.climate.has(.entryAltered) && reply.isMessage("reconcile")
            && state.value.forger.percent(40)
    }

    /// Draws if a place, or a count of entries, is to be another in what arrives now.
    func forgesPlace() -> Bool {
        world.climate.has(.entryAltered) && state.value.forger.percent(2)
    }

    /// Notes that an entry arrives altered.
    func note(_ forged: ForgedEntry, _ console: Int) {
        world.note(.entryAltered)
        world.note(forged: forged.field.name)
        world.note(forged: forged.list.rawValue)
        world.oracle.alteredEntry(forged, on: console)
    }

    private func repeatLater(_ bytes: [UInt8]) {
        if chance(.requestRepeatedLate, percent: 4) { deliverLate(bytes) }
    }

    /// Delivers a request once more a long time after.
    private func deliverLate(_ bytes: [UInt8]) {
        state.value.lastCall += 1
        let number = state.value.lastCall
        let deliver: @Sendable () -> Void = {
            self.world.note(.requestRepeatedLate)
            self.world.bank.handle(bytes) { _ in }
        }
        state.value.lateCopies[number] = deliver
        later(state.value.dice.within(Self.repeatMilliseconds)) {
            self.state.value.lateCopies.removeValue(forKey: number)?()
        }
    }

    /// Sends a transfer that was decided once more, with something else under its key.
    func sendAltered(_ bytes: [UInt8]) {
        guard let altered = Forgery.submission(of: bytes, &state.value.dice) else { return }
        world.note(.requestAltered)
        world.bank.handle(altered.bytes) { reply in
            if let reply { self.world.oracle.sawReplyToAltered(reply, altered.key) }
        }
    }

    private func finish(_ number: UInt64, _ outcome: Outcome) {
        guard let call = state.value.calls.removeValue(forKey: number) else { return }
        switch outcome {
        case .reply(let reply): world.oracle.sawReply(reply, on: call.console)
        case .noReply, .notSent: world.oracle.sawSilence(on: call.console)
        }
        call.continuation.resume(returning: outcome)
    }

    func flightMilliseconds() -> Int64 {
        if chance(.messageDelayed, percent: 4) {
            world.note(.messageDelayed)
            return state.value.dice.within(Self.delayMilliseconds)
        }
        return state.value.dice.within(Self.latencyMilliseconds)
    }

    func chance(_ fault: FaultKind, percent: Int) -> Bool {
        world.climate.has(fault) && state.value.dice.percent(percent)
    }

    func later(_ milliseconds: Int64, _ body: @escaping @Sendable () -> Void) {
        world.scheduler.after(nanoseconds: milliseconds * 1_000_000, body)
    }
}

extension [UInt8] {
    /// Whether the bytes are an answer by which the bank has not looked at the request.
    fileprivate var putsOff: Bool {
        guard isMessage("problem"), case .problem(let problem)? = try? Reply(encoded: self) else {
            return false
        }
        return problem.code == .busy || problem.code == .slowDown
    }
}

/// The line of one life of a console.
struct SimulatedLink: BankLink {
    let network: Network
    let console: Int
    let host: Host

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        switch await network.send(request, from: console, host) {
        case .reply(let bytes): return bytes
        case .notSent: throw LinkError.notSent(.connectionRefused)
        case .noReply: throw LinkError.noReply(.timedOut)
        }
    }

    func stream(
        token: [UInt8],
        after cursor: Cursor?
    ) async throws(LinkError) -> LinkStream? {
        try await network.openStream(token, cursor, console, host)
    }
}
