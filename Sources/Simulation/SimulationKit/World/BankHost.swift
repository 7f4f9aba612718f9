import CoreVocabulary
import LedgerService
import WireProtocol

/// The bank's machine: a lasting disk and a succession of processes that use it.
final class BankHost: Sendable {
    /// Error of the bank's clock that counts as normal, in seconds.
    ///
    /// The age of a stream's events is measured by the bank's clock. So a figure called live may be
    /// older by as much as the clock was set forward.
    static let clockStepSeconds: ClosedRange<Int64> = -2...2

    let world: World
    let disk: any BankDisk
    private let state: Cell<State>
    private let clockOffset = Cell(Int64(0))
    /// All errors that the clock has ever had, in nanoseconds.
    private let clockOffsets = Cell<Set<Int64>>([0])

    private struct State {
        var dice: Dice
        var life: BankLife?
        var lifeCount = 0
        var backup: Backup?
    }

    /// A copy of the books with the time it was taken.
    struct Backup: Sendable {
        let books: any BankBackup
        let takenAt: Int64
    }

    /// Keeps the first epoch small, to leave room for the steps of later restores.
    private static let epochShift: UInt64 = 16

    init(world: World) {
        self.world = world
        var dice = Dice(seed: world.seed, part: "bank")
        disk = world.stores.makeDisk(world.seed, dice.bits() >> Self.epochShift)
        state = Cell(State(dice: dice))
    }

    /// The running process; nil if there is none.
    var life: BankLife? { state.value.life }

    /// Starts a process unless one is running.
    func start() {
        guard state.value.life == nil else { return }
        state.value.lifeCount += 1
        let host = Host(name: "bank \(state.value.lifeCount)", scheduler: world.scheduler)
        let policy = SimulatedSyncPolicy(world: world, host: host)
        world.judge.sawStart()
        // Whatever the reason, there is no bank without its books.
        guard let store = try? disk.open(policy) else {
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
        // Readers see from now on the books after losses and restores.
        host.spawn { try? await tapped.tell() }
    }

    /// Crashes the process at its current step and loses what was not durable.
    func crash() {
        guard let life = state.value.life else { return }
        world.trace.note("\(life.host.name) ends")
        end()
    }

    /// Ends the process and loses what was not durable.
    func end() {
        guard let life = state.value.life else { return }
        state.value.life = nil
        life.host.kill()
        disk.crash()
        world.judge.sawEnd()
    }

    /// Keeps a copy of the books as the backup.
    func backUp() {
        state.value.backup = Backup(books: disk.backup(), takenAt: world.time.elapsed)
        world.oracle.sawBackup()
        world.judge.sawBackup()
        world.trace.note("the books are backed up")
    }

    /// Restores the backup under a new epoch; returns false if there is no backup.
    func restore() -> Bool {
        guard let backup = state.value.backup else { return false }
        crash()
        let step = 1 + state.value.dice.bits() >> Self.epochShift
        let newEpoch = world.bug == .revertedStoreNotNoticed ? nil : disk.epoch + step
        disk.revert(to: backup.books, newEpoch: newEpoch)
        world.judge.sawRestore(epoch: newEpoch ?? backup.books.epoch)
        world.note(.bankRestored)
        world.oracle.sawRestore()
        return true
    }

    /// The current time of the bank's clock.
    var clockTime: Instant { world.time.trueTime.adding(nanoseconds: clockOffset.value) }

    /// Returns the dates that the clock can have shown in a span of true time, with all of its
    /// errors so far.
    func dates(in span: ClosedRange<Instant>) -> Set<BusinessDate> {
        Set(
            clockOffsets.value.flatMap { offset in
                [span.lowerBound, span.upperBound].map { time in
                    ZoneOffset.india.date(of: time.adding(nanoseconds: offset))
                }
            }
        )
    }

    /// True if the clock is so wrong that the bank may book nothing.
    var isClockFarOff: Bool {
        abs(clockOffset.value) > Instant.stepToleranceSeconds * Instant.nanosecondsPerSecond
    }

    /// Sets the clock to an error in seconds.
    func stepClock(seconds: Int64) {
        world.judge.sawClock()
        clockOffset.value = seconds * Instant.nanosecondsPerSecond
        clockOffsets.value.insert(clockOffset.value)
        world.judge.sawClock()
    }

    /// Passes a request from a place to the running process, whose answer is nil if it ends first.
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
    /// Creates the origin of a place: 0 for the bank's own process, otherwise one address each.
    init(place: Int) {
        self.init(address: place > 0 ? "192.0.2.\(place)" : nil, terminal: nil)
    }
}

/// One process of the bank.
struct BankLife: Sendable {
    let bank: Bank
    let host: Host
    let store: TappedStore
    let judge: Judge
    let bug: PlantedBug?

    /// Answers a request, with nil if the process ends first.
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

    /// Carries out an act of the office; returns nil if it fails or the process ends first.
    func ask(_ wish: OfficeAct) async -> OfficeAnswer? {
        let answer = await host.call { [bank, host, judge] () -> OfficeAnswer? in
            let act = judge.begin(.office(wish))
            let answer = await Act.$current.withValue(act) { () -> OfficeAnswer? in
                do {
                    return try await wish.ask(bank)
                } catch let refusal as BankError {
                    return .refused(refusal.code)
                } catch {
                    // After any other error the office asks again until it is answered.
                    return nil
                }
            }
            if host.isAlive { judge.finish(act, answer) }
            return answer
        }
        return answer ?? nil
    }
}
