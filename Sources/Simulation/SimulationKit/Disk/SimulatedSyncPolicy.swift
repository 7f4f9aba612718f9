import LedgerStoreMemory

/// The disk under the bank's books, with the slow and failed writes that the seed draws.
final class SimulatedSyncPolicy: SyncPolicy {
    private let world: World
    private let host: Host
    private let dice: Cell<Dice>

    init(world: World, host: Host) {
        self.world = world
        self.host = host
        dice = Cell(Dice(seed: world.seed, part: "disk of \(host.name)"))
    }

    func beforeWrite(_ number: Int) throws {
        guard chance(.bankWriteFailed, perMille: 4) else { return }
        world.note(.bankWriteFailed)
        world.judge.sawFault()
        throw DiskFault()
    }

    func settle(_ commit: MemoryCommit) async throws {
        let slow = chance(.bankSyncSlow, perMille: 20)
        if slow { world.note(.bankSyncSlow) }
        let microseconds = dice.value.within(slow ? 500_000...4_000_000 : 50...4_000)
        try await host.sleep(nanoseconds: microseconds * 1_000)
        if chance(.bankSyncFailed, perMille: 10) {
            world.note(.bankSyncFailed)
            world.judge.sawFault()
            world.judge.lost()
            throw DiskFault()
        }
        if world.bug == .acknowledgeBeforeSync { return }
        try commit.sync()
        world.judge.settled()
        if chance(.bankSyncInDoubt, perMille: 10) {
            world.note(.bankSyncInDoubt)
            world.judge.sawFault()
            throw DiskFault()
        }
    }

    func survivingChangeCount(ofUnsynced counts: [Int]) -> Int {
        let total = counts.reduce(0, +)
        if world.bug == .tornTailAccepted { return dice.value.below(total + 1) }
        // A correct recovery keeps whole commits: none, or some of the oldest.
        let survivors = counts.prefix(dice.value.below(counts.count + 1)).reduce(0, +)
        if survivors == total { world.judge.settled() } else { world.judge.lost() }
        return survivors
    }

    private func chance(_ fault: FaultKind, perMille: Int) -> Bool {
        world.climate.has(fault) && dice.value.below(1_000) < perMille
    }
}

/// An error of a simulated disk or of a process that has ended.
struct DiskFault: Error {}
