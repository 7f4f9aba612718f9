import LedgerStoreMemory
import Synchronization

/// A policy whose next commits do what a test says.
final class ScriptedPolicy: SyncPolicy {
    /// What happens to a commit.
    enum Act: Sendable {
        /// Durable, then acknowledged.
        case sync
        /// Acknowledged, and not durable.
        case lie
        /// Refused before it was durable.
        case fail
        /// Durable, and then an error all the same.
        case failAfterSync
    }

    private let acts: Mutex<[Act]>
    private let settled = Mutex(0)
    private let failingWrite = Mutex<Int?>(nil)
    private let survivors: @Sendable ([Int]) -> Int

    init(_ acts: [Act] = [], survivors: @escaping @Sendable ([Int]) -> Int = { _ in 0 }) {
        self.acts = Mutex(acts)
        self.survivors = survivors
    }

    /// How many commits came here.
    var settledCount: Int { settled.withLock { $0 } }

    /// Says what happens to the next commits; those after them are made durable.
    func next(_ acts: Act...) {
        self.acts.withLock { $0 = acts }
    }

    /// Says which write of each transaction fails; nil for none.
    func fail(atWrite number: Int?) {
        failingWrite.withLock { $0 = number }
    }

    func beforeWrite(_ number: Int) throws {
        if failingWrite.withLock({ $0 == number }) { throw DiskIsFull() }
    }

    func settle(_ commit: MemoryCommit) async throws {
        settled.withLock { $0 += 1 }
        switch acts.withLock({ $0.isEmpty ? .sync : $0.removeFirst() }) {
        case .sync: try commit.sync()
        case .lie: break
        case .fail: throw DiskIsFull()
        case .failAfterSync:
            try commit.sync()
            throw DiskIsFull()
        }
    }

    func survivingChangeCount(ofUnsynced counts: [Int]) -> Int {
        survivors(counts)
    }
}

/// What a scripted disk says when it takes nothing more.
struct DiskIsFull: Error, Equatable {}

/// A policy that says when a commit has come, and settles it when it is told to.
final class GatedPolicy: SyncPolicy {
    /// A commit came.
    let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation
    private let permits: AsyncStream<Void>
    private let permit: AsyncStream<Void>.Continuation
    private let isGated = Mutex(false)

    init() {
        (arrivals, arrival) = AsyncStream.makeStream()
        (permits, permit) = AsyncStream.makeStream()
    }

    /// Holds commits up from now on.
    func close() {
        isGated.withLock { $0 = true }
    }

    /// Lets one commit through.
    func letThrough() {
        permit.yield()
    }

    /// Waits until a commit is held up.
    func waitForArrival() async {
        for await _ in arrivals { return }
    }

    func settle(_ commit: MemoryCommit) async throws {
        if isGated.withLock({ $0 }) {
            arrival.yield()
            for await _ in permits { break }
        }
        try commit.sync()
    }
}
