import CoreVocabulary

/// Brings the faults that last: partitions, crashes, standstills, clocks, disks.
final class Weather: Sendable {
    private let world: World
    private let desk: Host
    private let dice: Cell<Dice>
    private let hasRestored = Cell(false)
    private let hours = Cell(0)

    init(world: World, desk: Host) {
        self.world = world
        self.desk = desk
        dice = Cell(Dice(seed: world.seed, part: "weather"))
    }

    /// Faults that come as events; the others happen to single messages and writes.
    private static let events: Set<FaultKind> = [
        .partitionUp, .partitionDown, .lineCut, .bankCrashed, .bankFrozen, .bankRestored,
        .bankClockStepped, .consoleCrashed, .consolePowerLost, .consoleFrozen,
        .consoleClockStepped, .recordDamaged, .recordReverted, .nightFell, .longPause,
    ]
    /// Of a hundred stories that can have a night or a long pause, so many do: they are long.
    private static let pausePercent = 3

    /// Brings one fault after the other until the time is over.
    func blow() async throws {
        let isPatient = dice.value.percent(Self.pausePercent)
        let kinds = world.climate.active.filter { kind in
            guard Self.events.contains(kind) else { return false }
            return isPatient || (kind != .nightFell && kind != .longPause)
        }
        if world.climate.has(.bankRestored), dice.value.percent(30) {
            let delay = dice.value.within(1...30) * Instant.nanosecondsPerSecond
            world.scheduler.after(nanoseconds: delay) { self.world.bank.backUp() }
        }
        while world.isStormy {
            try await world.waitForMorning(desk)
            try await desk.sleep(nanoseconds: dice.value.within(500...9_000) * 1_000_000)
            guard let kind = dice.value.pick(kinds), world.isStormy else { continue }
            await bring(kind)
        }
    }

    private func bring(_ kind: FaultKind) async {
        guard let console = dice.value.pick(world.consoles) else { return }
        switch kind {
        case .partitionUp, .partitionDown: partition(console.number, kind)
        case .lineCut:
            world.note(.lineCut)
            world.network.cut(console.number)
        case .bankCrashed: crashBank()
        case .bankFrozen: freezeBank()
        case .bankRestored: restoreBank()
        case .bankClockStepped:
            world.note(.bankClockStepped)
            world.bank.stepClock(seconds: dice.value.within(BankHost.clockStepSeconds))
        case .consoleCrashed: crash(console)
        case .consolePowerLost: console.losePower()
        case .consoleFrozen: freeze(console)
        case .consoleClockStepped:
            let isFar = dice.value.percent(30)
            let range: ClosedRange<Int64> = isFar ? -315_360_000...315_360_000 : -600...600
            console.stepClock(seconds: dice.value.within(range))
        case .nightFell: sleepOver(.nightFell, seconds: dice.value.within(1_200...300_000))
        case .longPause: sleepOver(.longPause, seconds: dice.value.within(400...700))
        case .recordDamaged: _ = await console.damageRecord()
        case .recordReverted: console.revertRecord()
        default: break
        }
    }

    private func partition(_ console: Int, _ kind: FaultKind) {
        let isBoth = dice.value.percent(30)
        world.trace.note("  \(kind.rawValue) for console \(console)")
        world.network.block(
            console,
            up: isBoth || kind == .partitionUp,
            down: isBoth || kind == .partitionDown
        )
        later(dice.value.within(1_000...22_000)) { self.world.network.unblock(console) }
    }

    private func crashBank() {
        guard let life = world.bank.life else { return }
        let restart = dice.value.within(300...8_000)
        life.host.lightFuse(jobs: 1 + dice.value.below(120)) {
            guard self.world.climate.has(.bankCrashed) else { return }
            self.world.note(.bankCrashed)
            self.world.bank.crash()
            self.later(restart) { self.world.bank.start() }
        }
    }

    private func freezeBank() {
        guard let life = world.bank.life, !life.host.isFrozen else { return }
        world.note(.bankFrozen)
        life.host.freeze(milliseconds: dice.value.within(1_000...22_000))
    }

    private func restoreBank() {
        guard !hasRestored.value, world.bank.restore() else { return }
        hasRestored.value = true
        later(dice.value.within(300...6_000)) { self.world.bank.start() }
    }

    private func crash(_ console: Console) {
        guard let life = console.life else { return }
        life.host.lightFuse(jobs: 1 + dice.value.below(150)) {
            if self.world.climate.has(.consoleCrashed) { console.crash() }
        }
    }

    private func freeze(_ console: Console) {
        guard let life = console.life, !life.host.isFrozen else { return }
        world.note(.consoleFrozen)
        life.host.freeze(milliseconds: dice.value.within(2_000...40_000)) {
            // The screen is painted again at once, before any word from the bank.
            life.host.spawn { await Customer.look(life, console) }
        }
    }

    /// Lets people rest, and at night their machines as well.
    private func sleepOver(_ kind: FaultKind, seconds: Int64) {
        guard hours.value == 0 else { return }
        world.note(kind)
        hours.value = 1
        world.rest(seconds: seconds)
        guard kind == .nightFell else { return }
        for console in world.consoles {
            guard let life = console.life else { continue }
            life.host.freeze(milliseconds: seconds * 1_000)
            // A line does not outlive the sleep of its machine.
            world.network.cut(console.number)
        }
    }

    private func later(_ milliseconds: Int64, _ body: @escaping @Sendable () -> Void) {
        world.scheduler.after(nanoseconds: milliseconds * 1_000_000, body)
    }

    /// Ends every fault: what stands still goes on, what is blocked is open, what is down starts.
    func clearUp() {
        world.trace.note("the faults are over")
        world.climate.clearUp()
        for console in world.consoles {
            world.network.unblock(console.number)
            console.life?.host.thaw()
        }
        world.bank.life?.host.thaw()
        world.bank.stepClock(seconds: 0)
        world.bank.start()
        world.network.flush()
    }
}
