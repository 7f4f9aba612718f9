import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import SyncCore

/// One console: a lasting disk and a succession of processes that use it.
final class SimulatedConsole: Sendable {
    /// The fate of one write.
    enum WriteFault: Hashable, Sendable {
        case none, fails, crashBefore, crashAfter
    }

    let number: Int
    let owner: Phone
    let world: World
    let outbox: OutboxFile
    /// The stored leases, which open the record without the bank, by user name.
    let leases = Cell<[String: [UInt8]]>([:])
    /// The sessions that the console had at the bank and does not know to be over.
    let sessions = Cell<[SessionID]>([])
    let record: RecordFile
    /// The fate of the next write as chosen by a test; nil in every seeded run, which draws it.
    let nextWriteFault = Cell<WriteFault?>(nil)
    private let state: Cell<State>
    private let wallOffset = Cell(Int64(0))

    private struct State {
        var dice: Dice
        var life: ConsoleLife?
        var lifeCount = 0
        var isClockWrong = false
    }

    init(number: Int, owner: Phone, world: World) {
        self.number = number
        self.owner = owner
        self.world = world
        outbox = OutboxFile(console: number)
        record = RecordFile(evidenceLimit: world.sizes.console.evidenceCount)
        state = Cell(State(dice: Dice(seed: world.seed, part: "console \(number)")))
    }

    /// The running process; nil if there is none.
    var life: ConsoleLife? { state.value.life }

    /// True if the wall clock is set wrong.
    var isClockWrong: Bool { state.value.isClockWrong }

    /// The time that the wall clock shows.
    var wallTime: Instant { world.time.trueTime.adding(nanoseconds: wallOffset.value) }

    /// Starts a process unless one is running.
    func start() {
        guard state.value.life == nil else { return }
        state.value.lifeCount += 1
        let name = "console \(number).\(state.value.lifeCount)"
        let host = Host(name: name, scheduler: world.scheduler)
        var settings = ClientSettings()
        settings.unlockCost = Town.cheapHash
        settings.sync = world.sizes.console
        let clock = SimulatedConsoleClock(
            host: host,
            world: world.time,
            offset: wallOffset,
            boottimeOffset: state.value.dice.within(1...1_000_000_000_000)
        )
        let storage = SimulatedStorage(console: self, host: host)
        let link = SimulatedLink(network: world.network, console: number, host: host)
        let client = Client(
            link: link,
            storage: storage,
            clock: world.bug?.plant(in: clock, host) ?? clock,
            random: SeededGenerator(dice: Dice(seed: world.seed, part: name)),
            zone: .india,
            settings: settings
        )
        state.value.life = ConsoleLife(client: client, host: host)
        world.trace.note("\(name) starts for \(owner.owner.name)")
        if state.value.lifeCount > 1 { world.note(.consoleRestarted) }
        host.spawn { await client.run() }
    }

    /// Crashes the process at its current step.
    func crash() {
        guard let life = state.value.life else { return }
        world.trace.note("\(life.host.name) ends")
        world.note(.consoleCrashed)
        end()
    }

    /// Ends the process without counting a crash.
    func end() {
        guard let life = state.value.life else { return }
        state.value.life = nil
        life.host.kill()
    }

    /// Crashes the process and reverts writes that its machine had not synced.
    func losePower() {
        crash()
        world.note(.consolePowerLost)
        outbox.losePower()
        record.revert(commits: state.value.dice.below(4))
        world.oracle.sawRevert(of: self)
        if world.bug == .outboxNotSynced { outbox.forgetLast() }
    }

    /// Crashes the process and replaces the record by an older copy.
    func revertRecord() {
        crash()
        world.note(.recordReverted)
        record.revert(commits: 1 + state.value.dice.below(8))
        world.oracle.sawRevert(of: self)
    }

    /// Damages an entry of the record; returns false if there was none.
    func damageRecord() async -> Bool {
        let store = record.current
        // An account whose access is over is deleted at the end of a repair, with its findings.
        let ended = await store.state().endedAccesses
        let held = await store.accounts().filter { account in
            account.head.accountSequence > 0 && !account.isInDoubt
                && !ended.contains(account.record.accountID)
        }
        guard let account = state.value.dice.pick(held) else { return false }
        let sequence = state.value.dice.within(1...account.head.accountSequence)
        let place = RecordPlace(account: account.record.accountID, sequence: sequence)
        await store.damage(place.account, at: place.sequence)
        world.note(.recordDamaged)
        let row = "\(Oracle.short(place.account)) \(place.sequence)"
        world.trace.note("console \(number): row \(row) is damaged")
        world.oracle.sawDamage(place, on: self)
        return true
    }

    /// Sets the wall clock to an error in seconds.
    func stepClock(seconds: Int64) {
        wallOffset.value = seconds * Instant.nanosecondsPerSecond
        state.value.isClockWrong = seconds != 0
        world.note(.consoleClockStepped)
    }

    /// Draws the fate of a write, unless a test has chosen it.
    func chooseWriteFault(_ full: FaultKind) -> WriteFault {
        if let chosen = nextWriteFault.value {
            nextWriteFault.value = nil
            return chosen
        }
        if world.climate.has(full), state.value.dice.below(1_000) < 15 {
            world.note(full)
            return .fails
        }
        guard world.climate.has(.consoleCrashed), state.value.dice.below(1_000) < 4 else {
            return .none
        }
        return state.value.dice.percent(50) ? .crashBefore : .crashAfter
    }
}

/// One process of a console.
struct ConsoleLife: Sendable {
    let client: Client
    let host: Host
}

/// The files of a console as one process of it opens them.
struct SimulatedStorage: ClientStorage {
    let console: SimulatedConsole
    let host: Host

    func open(userID: UserID, storageKey: SharedSecret) async throws -> OpenStorage {
        guard host.isAlive else { throw DiskFault() }
        if console.world.bug == .newKeyAfterCrash { console.outbox.renewKeys() }
        let base = await console.record.open()
        guard host.isAlive else { throw DiskFault() }
        return OpenStorage(
            records: SimulatedRecordStore(
                base: base,
                file: console.record,
                console: console,
                host: host
            ),
            outbox: SimulatedOutboxStore(file: console.outbox, console: console, host: host),
            sessions: SimulatedSessionNotes(console: console, host: host)
        )
    }

    func readLease(ofUser name: String) async throws -> [UInt8]? { try disk.leases.value[name] }

    func leases() async throws -> [[UInt8]] { Array(try disk.leases.value.values) }

    func writeLease(_ bytes: [UInt8], ofUser name: String) async throws {
        try disk.leases.value[name] = bytes
    }

    func destroyLease(ofUser name: String) async throws { try disk.leases.value[name] = nil }

    func destroyLeases(where isOver: @Sendable ([UInt8]) -> Bool) async throws {
        let leases = try disk.leases
        leases.value = leases.value.filter { !isOver($0.value) }
    }

    func destroyRecords(of userID: UserID) async throws {
        try disk.record.destroy()
        console.world.oracle.sawRevert(of: console)
        console.leases.value = [:]
    }

    /// The console, whose disk only a living process reaches.
    private var disk: SimulatedConsole {
        get throws {
            guard host.isAlive else { throw DiskFault() }
            return console
        }
    }
}
