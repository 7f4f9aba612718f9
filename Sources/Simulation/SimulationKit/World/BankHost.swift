import CoreVocabulary
import LedgerService
import LedgerStoreMemory
import WireProtocol

/// The bank's machine: a disk that stays, and one process after the other that uses it.
final class BankHost: Sendable {
    /// How far the bank's clock may be from the truth, in seconds.
    ///
    /// Events of a stream are as old as the bank's clock says, so that what is called live may be
    /// older by as much as that clock was set forward.
    static let clockStepSeconds: ClosedRange<Int64> = -2...2

    let world: World
    let disk: MemoryDisk
    private let state: Cell<State>
    private let clockOffset = Cell(Int64(0))
    /// By how much the clock was ever wrong, in nanoseconds.
    private let clockOffsets = Cell<Set<Int64>>([0])

    private struct State {
        var dice: Dice
        var life: BankLife?
        var lifeCount = 0
        var backup: Backup?
    }

    /// A copy of the books, and when it was taken.
    struct Backup: Sendable {
        let books: BooksCopy
        let takenAt: Int64
    }

    /// Leaves room for epochs that grow with each restoration.
    private static let epochShift: UInt64 = 16

    init(world: World) {
        self.world = world
        var dice = Dice(seed: world.seed, part: "bank")
        disk = MemoryDisk(Town.books, newEpoch: dice.bits() >> Self.epochShift)
        state = Cell(State(dice: dice))
    }

    /// The process that runs; nil while none does.
    var life: BankLife? { state.value.life }

    /// Starts the process, unless it runs.
    func start() {
        guard state.value.life == nil else { return }
        state.value.lifeCount += 1
        let host = Host(name: "bank \(state.value.lifeCount)", scheduler: world.scheduler)
        let policy = SimulatedSyncPolicy(world: world, host: host)
        world.judge.sawStart()
        guard let store = try? LedgerStoreMemory(disk: disk, policy: policy) else {
            invariantBroken("the disk of a bank that ended is free")
        }
        let tapped = TappedStore(base: store, world: world, host: host)
        let clock = SimulatedBankClock(host: host, world: world.time, offset: clockOffset)
        let bank = Bank(
            store: world.bug?.plant(in: tapped, world) ?? tapped,
            masterKey: Town.masterKey,
            clock: world.bug?.plant(in: clock) ?? clock,
            random: SeededBankRandom(
                dice: Dice(seed: world.seed, part: "bank \(state.value.lifeCount)")
            ),
            log: NoLog(),
            configuration: world.bug?.plant(in: world.sizes.configuration)
                ?? world.sizes.configuration
        )
        state.value.life = BankLife(
            bank: bank,
            host: host,
            store: tapped,
            judge: world.judge,
            bug: world.bug
        )
        world.trace.note("\(host.name) starts")
        if state.value.lifeCount > 1 { world.note(.bankRestarted) }
        // What was lost or put back is what readers see from now on.
        host.spawn { try? await tapped.tell() }
    }

    /// Ends the process, at whatever it is, and loses what was not durable.
    func crash() {
        guard let life = state.value.life else { return }
        world.trace.note("\(life.host.name) ends")
        end()
    }

    /// Ends the process with the story.
    func end() {
        guard let life = state.value.life else { return }
        state.value.life = nil
        life.host.kill()
        disk.crash()
        world.judge.sawEnd()
    }

    /// Keeps a copy of the books.
    func backUp() {
        state.value.backup = Backup(books: disk.copy(), takenAt: world.time.elapsed)
        world.oracle.sawBackup()
        world.judge.sawBackup()
        world.trace.note("the books are backed up")
    }

    /// Goes on from the copy, in a new life of the books; false when there is none.
    func restore() -> Bool {
        guard let backup = state.value.backup else { return false }
        crash()
        let step = 1 + state.value.dice.bits() >> Self.epochShift
        let newEpoch = world.bug == .revertedStoreNotNoticed ? nil : disk.copy().epoch + step
        disk.revert(to: backup.books, newEpoch: newEpoch)
        world.judge.sawRestore(epoch: newEpoch ?? backup.books.epoch)
        world.note(.bankRestored)
        world.oracle.sawRestore()
        return true
    }

    /// What the clock says.
    var clockTime: Instant {
        Instant(
            nanosecondsSinceEpoch: world.time.trueTime.nanosecondsSinceEpoch + clockOffset.value
        )
    }

    /// The dates that the clock can have shown in a span of the true time, as wrong as it ever was.
    func dates(in span: ClosedRange<Instant>) -> Set<BusinessDate> {
        Set(
            clockOffsets.value.flatMap { offset in
                [span.lowerBound, span.upperBound].map { time in
                    let shown = time.nanosecondsSinceEpoch + offset
                    return ZoneOffset.india.date(of: Instant(nanosecondsSinceEpoch: shown))
                }
            }
        )
    }

    /// Whether the clock is so wrong that nothing may be booked by it.
    var isClockFarOff: Bool {
        abs(clockOffset.value) > Instant.stepToleranceSeconds * Instant.nanosecondsPerSecond
    }

    /// Sets the clock.
    func stepClock(seconds: Int64) {
        world.judge.sawClock()
        clockOffset.value = seconds * Instant.nanosecondsPerSecond
        clockOffsets.value.insert(clockOffset.value)
        world.judge.sawClock()
    }

    /// Hands a request to the process that runs now; nil when it ends before it answers.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - place: Where it comes from: 0 for inside the process, others for an address each.
    ///   - done: Told the answer.
    func handle(
        _ request: [UInt8],
        from place: Int = 0,
        _ done: @escaping @Sendable ([UInt8]?) -> Void
    ) {
        guard let life = state.value.life else { return done(nil) }
        life.handle(request, from: place, done)
    }
}

extension RequestOrigin {
    /// Where a place of the town is: 0 inside the bank's process, others at an address each.
    init(place: Int) {
        self.init(address: place > 0 ? "192.0.2.\(place)" : nil, terminal: nil)
    }
}

/// One life of the bank's process.
struct BankLife: Sendable {
    let bank: Bank
    let host: Host
    let store: TappedStore
    let judge: Judge
    let bug: PlantedBug?

    /// Answers a request; nil when the process ends before it does.
    func handle(
        _ request: [UInt8],
        from place: Int = 0,
        _ done: @escaping @Sendable ([UInt8]?) -> Void
    ) {
        host.spawn { [bank, host, judge, bug] in
            guard host.isAlive else { return done(nil) }
            let envelope = try? RequestEnvelope(encoded: request)
            let act = judge.begin(.request(envelope), from: place)
            let planted = envelope.flatMap { bug?.plant(in: $0, judge) }?.encoded
            let answer = await Act.$current.withValue(act) {
                guard place > 0, let envelope else { return await bank.handle(planted ?? request) }
                return await bank.handle(envelope, from: RequestOrigin(place: place)).encoded
            }
            guard host.isAlive else { return done(nil) }
            let reply = bug?.plant(in: answer, to: act, judge) ?? answer
            judge.finish(act, reply)
            done(reply)
        }
    }

    /// Does something for the office; nil when it failed, or the process ends before it is done.
    func ask(_ wish: OfficeAct) async -> OfficeAnswer? {
        let answer = await host.call { [bank, host, judge] () -> OfficeAnswer? in
            let act = judge.begin(.office(wish))
            let answer = await Act.$current.withValue(act) { () -> OfficeAnswer? in
                do {
                    return try await wish.ask(bank)
                } catch let refusal as BankError {
                    return .refused(refusal.code)
                } catch {
                    // Whatever went wrong: the office asks again, and is answered in the end.
                    return nil
                }
            }
            if host.isAlive { judge.finish(act, answer) }
            return answer
        }
        return answer ?? nil
    }
}
