import CoreVocabulary

/// The source of the lasting faults: partitions, crashes, freezes, clock steps and damaged disks.
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

    /// Faults that occur as events; the others befall single messages and writes.
    private static let events: Set<FaultKind> = [
        .partitionUp, .partitionDown, .lineCut, .bankCrashed, .bankFrozen, .bankRestored,
        .bankClockStepped, .consoleCrashed, .consolePowerLost, .consoleFrozen,
        .consoleClockStepped, .recordDamaged, .recordReverted, .nightFell, .longPause,
        .bankClockJumped, .longOutage,
    ]
    /// Percentage of the eligible runs that have a night.
    private static let nightPercent = 12
    /// Percentage of the eligible runs that have a long pause; it is low because such runs are
    /// long.
    private static let pausePercent = 4
    /// Percentage of the eligible runs in which the bank's clock jumps; it is low because nobody
    /// can sign in meanwhile.
    private static let jumpPercent = 12
    /// Percentage of the eligible runs that have long outages; it is low because such runs are long.
    private static let outagePercent = 15
    /// Length of a long outage, in seconds; several codes of an authenticator fit into it.
    private static let outageSeconds: ClosedRange<Int64> = 60...150
    /// Weight of a chosen rare fault in comparison with the others.
    private static let rareWeight = 3
    /// Length of a night that brings codes to their maximum age, in seconds.
    private static let lateNightSeconds: ClosedRange<Int64> = 259_150...335_000
    /// Length of any other night, in seconds.
    private static let nightSeconds: ClosedRange<Int64> = 1_200...300_000

    /// Time before an operator accepts the clock once more, in nanoseconds.
    private static let acceptPause: Int64 = 700_000_000

    /// Brings one fault after the other until the storm is over.
    func blow() async throws {
        let rare: [FaultKind: Bool] = [
            .nightFell: dice.value.percent(Self.nightPercent),
            .longPause: dice.value.percent(Self.pausePercent),
            .bankClockJumped: dice.value.percent(Self.jumpPercent),
            .longOutage: dice.value.percent(Self.outagePercent),
        ]
        let events = world.climate.active.filter(Self.events.contains)
        let kinds = events.flatMap { kind -> [FaultKind] in
            guard let isChosen = rare[kind] else { return [kind] }
            return Array(repeating: kind, count: isChosen ? Self.rareWeight : 0)
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
        case .bankClockJumped: jumpClock()
        case .consoleCrashed: crash(console)
        case .consolePowerLost: console.losePower()
        case .consoleFrozen: freeze(console)
        case .consoleClockStepped:
            let isFar = dice.value.percent(30)
            let range: ClosedRange<Int64> = isFar ? -315_360_000...315_360_000 : -600...600
            console.stepClock(seconds: dice.value.within(range))
        case .nightFell:
            let isLate = dice.value.percent(60)
            let range = isLate ? Self.lateNightSeconds : Self.nightSeconds
            sleepOver(.nightFell, seconds: dice.value.within(range))
        case .longPause: sleepOver(.longPause, seconds: dice.value.within(400...700))
        case .longOutage: breakLines()
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
        world.later(dice.value.within(1_000...22_000)) { self.world.network.unblock(console) }
    }

    /// Breaks the lines of all consoles for longer than the faults would last otherwise.
    private func breakLines() {
        guard hours.value == 0 else { return }
        world.note(.longOutage)
        hours.value = 1
        let seconds = dice.value.within(Self.outageSeconds)
        world.prolong(seconds: seconds)
        for console in world.consoles.map(\.number) {
            world.network.refuse(console)
            world.later(seconds * 1_000) { self.world.network.accept(console) }
        }
    }

    private func crashBank() {
        guard let life = world.bank.life else { return }
        let restart = dice.value.within(300...8_000)
        life.host.lightFuse(jobs: 1 + dice.value.below(120)) {
            guard self.world.climate.has(.bankCrashed) else { return }
            self.world.note(.bankCrashed)
            self.world.bank.crash()
            self.world.later(restart) { self.startBank() }
        }
    }

    /// Starts the bank's process and handles its verdict on the clock.
    private func startBank() {
        world.bank.start()
        mendClock()
    }

    private func freezeBank() {
        guard let life = world.bank.life, !life.host.isFrozen else { return }
        world.note(.bankFrozen)
        life.host.freeze(milliseconds: dice.value.within(1_000...22_000))
    }

    /// Sets the bank's clock wrong and corrects it some seconds later.
    ///
    /// In between, the process may restart, and sessions may be ended.
    private func jumpClock() {
        world.note(.bankClockJumped)
        world.oracle.sawClockJump()
        world.bank.stepClock(seconds: drawJump())
        let end = dice.value.within(2_000...15_000)
        if dice.value.percent(50) {
            let isAtOnce = dice.value.percent(50)
            world.later(isAtOnce ? 0 : dice.value.within(1...end)) { self.restartBank() }
        }
        if dice.value.percent(50) { world.later(dice.value.within(1...end)) { self.endSessions() } }
        if dice.value.percent(50) { world.later(dice.value.within(1...end)) { self.destroyKeys() } }
        world.later(end) {
            self.world.bank.stepClock(seconds: 0)
            self.mendClock()
        }
    }

    /// Draws the jump of the clock in seconds: hours, minutes during which tokens stay valid, or
    /// more days than the bank ever pauses.
    private func drawJump() -> Int64 {
        let isForward = dice.value.percent(50)
        let longest = world.sizes.bank.longestPauseDays
        let seconds =
            switch dice.value.below(10) {
            case ..<3: dice.value.within(300...590)
            case ..<6 where isForward && longest <= Self.longestJumpDays:
                drawDays(longest) * ZoneOffset.secondsPerDay + dice.value.within(0...6) * 3_600
            default: dice.value.within(1...6) * 3_600
            }
        return isForward ? seconds : -seconds
    }

    /// Draws the bank's longest pause or a longer time after which no session of today has keys, in
    /// days.
    private func drawDays(_ longest: Int64) -> Int64 {
        dice.value.percent(50) ? longest : dice.value.within(Self.endedKeyDays)
    }

    /// Longest pause of the bank up to which the clock can jump beyond it, in days.
    private static let longestJumpDays: Int64 = 2
    /// Days after which a session begun now has lost its keys, with some reserve.
    private static let endedKeyDays: ClosedRange<Int64> = 5...8

    /// Restarts the bank's process, which takes the clock for right.
    private func restartBank() {
        guard world.climate.has(.bankClockJumped) else { return }
        world.bank.crash()
        world.bank.start()
    }

    /// Ends the sessions of a random person, even under a wrong clock.
    private func endSessions() {
        guard world.climate.has(.bankClockJumped), let person = dice.value.pick(Town.people) else {
            return
        }
        desk.spawn { [world] in _ = await world.bank.life?.ask(.revokeSessions(person.id)) }
    }

    /// Destroys the keys of ended sessions, even under a wrong clock, as the bank does each day.
    private func destroyKeys() {
        desk.spawn { [world] in _ = await world.bank.life?.ask(.destroyKeys) }
    }

    /// Acts as an operator who finds the clock wrong.
    ///
    /// Restarts a bank that took a wrong time for right, and accepts the clock if the books lie
    /// ahead of it or are further behind than the bank pauses.
    private func mendClock() {
        guard !world.bank.isClockFarOff else { return }
        if world.judge.wasClockSet { world.bank.crash() }
        world.bank.start()
        desk.spawn { [world, desk] in
            while world.judge.isAcceptanceDue, !world.bank.isClockFarOff,
                world.oracle.violation == nil
            {
                _ = await world.bank.life?.ask(.acceptClock)
                guard (try? await desk.sleep(nanoseconds: Self.acceptPause)) != nil else { return }
            }
        }
    }

    private func restoreBank() {
        guard !hasRestored.value, world.bank.restore() else { return }
        hasRestored.value = true
        world.later(dice.value.within(300...6_000)) { self.startBank() }
    }

    private func crash(_ console: SimulatedConsole) {
        guard let life = console.life else { return }
        life.host.lightFuse(jobs: 1 + dice.value.below(150)) {
            if self.world.climate.has(.consoleCrashed) { console.crash() }
        }
    }

    private func freeze(_ console: SimulatedConsole) {
        guard let life = console.life, !life.host.isFrozen else { return }
        world.note(.consoleFrozen)
        life.host.freeze(milliseconds: dice.value.within(2_000...40_000)) {
            // The screen is painted again at once, before any message from the bank.
            life.host.spawn { await Customer.look(life, console) }
        }
    }

    /// Lets all people rest, and at night suspends their machines as well.
    private func sleepOver(_ kind: FaultKind, seconds: Int64) {
        guard hours.value == 0 else { return }
        world.note(kind)
        hours.value = 1
        world.rest(seconds: seconds)
        guard kind == .nightFell else { return }
        // In the morning an operator checks the clock and the bank's verdict on it.
        world.later(seconds * 1_000 + dice.value.within(500...5_000)) { self.mendClock() }
        for console in world.consoles {
            guard let life = console.life else { continue }
            life.host.freeze(milliseconds: seconds * 1_000)
            // A connection does not survive the suspension of its machine.
            world.network.cut(console.number)
        }
    }

    /// Ends every fault: thaws processes, unblocks lines, corrects the clock and starts the bank.
    func clearUp() {
        world.trace.note("the faults are over")
        world.climate.clearUp()
        for console in world.consoles {
            world.network.unblock(console.number)
            world.network.accept(console.number)
            console.life?.host.thaw()
        }
        world.bank.life?.host.thaw()
        world.bank.stepClock(seconds: 0)
        mendClock()
        world.network.flush()
    }
}
