import CoreVocabulary
import LedgerService
import LedgerStoreMemory

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

    init(world: World) {
        self.world = world
        var dice = Dice(seed: world.seed, part: "bank")
        disk = MemoryDisk(Town.books, newEpoch: dice.bits() >> 1)
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
        guard let store = try? LedgerStoreMemory(disk: disk, policy: policy) else {
            invariantBroken("the disk of a bank that ended is free")
        }
        let tapped = TappedStore(base: store, world: world, host: host)
        let bank = Bank(
            store: world.bug?.plant(in: tapped, world) ?? tapped,
            masterKey: Town.masterKey,
            clock: SimulatedBankClock(host: host, world: world.time, offset: clockOffset),
            random: SeededBankRandom(
                dice: Dice(seed: world.seed, part: "bank \(state.value.lifeCount)")
            ),
            log: NoLog(),
            configuration: Town.configuration
        )
        state.value.life = BankLife(bank: bank, host: host, store: tapped)
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
    }

    /// Keeps a copy of the books.
    func backUp() {
        state.value.backup = Backup(books: disk.copy(), takenAt: world.time.elapsed)
        world.oracle.sawBackup()
        world.trace.note("the books are backed up")
    }

    /// Goes on from the copy, in a new life of the books; false when there is none.
    func restore() -> Bool {
        guard let backup = state.value.backup else { return false }
        crash()
        let newEpoch = world.bug == .revertedStoreNotNoticed ? nil : state.value.dice.bits() >> 1
        disk.revert(to: backup.books, newEpoch: newEpoch)
        world.note(.bankRestored)
        world.oracle.sawRestore()
        return true
    }

    /// Sets the clock.
    func stepClock(seconds: Int64) {
        clockOffset.value = seconds * Instant.nanosecondsPerSecond
    }

    /// Hands a request to the process that runs now; nil when it ends before it answers.
    func handle(_ request: [UInt8], _ done: @escaping @Sendable ([UInt8]?) -> Void) {
        guard let life = state.value.life else { return done(nil) }
        life.handle(request, done)
    }
}

/// One life of the bank's process.
struct BankLife: Sendable {
    let bank: Bank
    let host: Host
    let store: TappedStore

    /// Answers a request; nil when the process ends before it does.
    func handle(_ request: [UInt8], _ done: @escaping @Sendable ([UInt8]?) -> Void) {
        host.spawn { [bank, host] in
            let reply = await bank.handle(request)
            done(host.isAlive ? reply : nil)
        }
    }
}
