import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore

/// The outbox of one console on its disk, which outlives the console's process.
final class OutboxFile: Sendable {
    private let records = Cell<[OutboxRecord]>([])
    private let device: Cell<DeviceSequence>
    private let keyCount = Cell(0)
    /// The epochs of the books that this console has noted.
    let epochs = Cell<[EpochMark: UInt64]>([:])
    /// What stood in the place of records that a loss of power would bring back, oldest first.
    private let unsynced = Cell<[OutboxRecord]>([])
    /// Keys of which the decision was lost with the power.
    private let forgotten = Cell<Set<IntentKey>>([])
    private let console: Int
    /// Every key that was ever put in, in order, and what was reviewed under it.
    let inserted = Cell<[OutboxRecord]>([])

    /// What stands in the file.
    var contents: [OutboxRecord] { records.value }

    /// The record under a key.
    func record(_ key: IntentKey) -> OutboxRecord? {
        records.value.first { $0.key == key }
    }

    /// How far the sequence of this console has come.
    var sequence: DeviceSequence { device.value }

    /// Makes the outbox of a console, of which there are ``consoleLimit`` at the most.
    init(console: Int) {
        self.console = console
        device = Cell(DeviceSequence(key: Self.firstKeys[console]))
    }

    func insert(_ record: OutboxRecord) -> OutboxRecord {
        let stamped = record.stamped(in: &device.value)
        records.value.append(stamped)
        unsynced.value = []
        inserted.value.append(stamped)
        return stamped
    }

    /// Begins a sequence under another key.
    func beginDevice() {
        keyCount.value += 1
        device.value = DeviceSequence(key: Self.key(console, keyCount.value))
    }

    /// The most consoles of one world.
    static let consoleLimit = 3
    /// The keys that consoles begin with, the same in every world, as a key takes long to make.
    private static let firstKeys = (0..<consoleLimit).map { key($0, 0) }

    /// The key of a console's sequence with a number.
    static func key(_ console: Int, _ number: Int) -> Ed25519.PrivateKey {
        let digest = SHA256.digest(of: Array("device \(console) \(number)".utf8))
        do {
            return try Ed25519.PrivateKey(seed: Town.secret(digest.bytes))
        } catch {
            invariantBroken("a digest has as many bytes as a seed")
        }
    }

    /// Puts records in the place of those under their keys; false, and nothing done, without them.
    func update(_ changed: [OutboxRecord], isLasting: Bool) -> Bool {
        var contents = records.value
        for record in changed {
            guard let place = contents.firstIndex(where: { $0.key == record.key }) else {
                return false
            }
            contents[place] = record
        }
        if !isLasting { unsynced.value += changed.compactMap { record($0.key) } }
        records.value = contents
        if isLasting { unsynced.value = [] }
        return true
    }

    /// Takes back what no write brought to the disk that waits for it.
    func losePower() {
        for before in unsynced.value.reversed() { replace(before.key, with: before) }
        forgotten.value.formUnion(unsynced.value.map(\.key))
        unsynced.value = []
    }

    /// Whether a decision under a key was lost with the power; only once, as it is known again.
    func recall(_ key: IntentKey) -> Bool {
        forgotten.value.remove(key) != nil
    }

    /// Puts something in the place of a record, or nothing.
    func replace(_ key: IntentKey, with record: OutboxRecord?) {
        guard let place = records.value.firstIndex(where: { $0.key == key }) else { return }
        if let record {
            records.value[place] = record
        } else {
            records.value.remove(at: place)
        }
    }
}

/// The outbox as one life of the console has it open.
struct SimulatedOutboxStore: OutboxStore {
    let file: OutboxFile
    let console: Console
    let host: Host
    private let isClosed = Cell(false)

    init(file: OutboxFile, console: Console, host: Host) {
        self.file = file
        self.console = console
        self.host = host
    }

    func load() throws -> [OutboxRecord] {
        guard host.isAlive else { throw DiskFault() }
        let open = file.contents.filter { !$0.isAcknowledged }
        if open.contains(where: \.isUndecided) { console.world.note(.outboxTakenUp) }
        return open
    }

    func acknowledged(limit: Int) throws -> [OutboxRecord] {
        guard host.isAlive else { throw DiskFault() }
        return Array(file.contents.reversed().filter(\.isAcknowledged).prefix(limit))
    }

    func unreadableCount() throws -> Int { 0 }

    func insert(_ record: OutboxRecord) throws -> OutboxRecord {
        try write {
            let stamped = file.insert(record)
            if let stamp = stamped.stamp {
                console.world.judge.sawStamp(stamp, for: stamped.reviewed.digest)
            }
            return stamped
        }
    }

    func device() throws -> DeviceSequence {
        guard host.isAlive else { throw DiskFault() }
        return file.sequence
    }

    func beginDevice() throws {
        try write { file.beginDevice() }
    }

    func epoch(_ mark: EpochMark) throws -> UInt64 {
        guard host.isAlive else { throw DiskFault() }
        return file.epochs.value[mark] ?? 0
    }

    func raise(_ mark: EpochMark, to epoch: UInt64) throws {
        try write { file.epochs.value[mark] = max(file.epochs.value[mark] ?? 0, epoch) }
    }

    func update(_ records: [OutboxRecord], isLasting: Bool) throws {
        let before = records.map { file.record($0.key)?.state }
        try write {
            if !file.update(records, isLasting: isLasting) { throw DiskFault() }
            // Told with the write itself: a process that ends right after it has stored it all
            // the same.
            for (record, before) in zip(records, before) where before != record.state {
                if before == .cancelAsked { console.world.oracle.sawCancelEnd(record) }
                guard case .decided(let decision) = record.state else { continue }
                console.world.oracle.told(decision)
                if file.recall(record.key) { console.world.note(.decisionAskedAgain) }
            }
        }
    }

    func close() {
        isClosed.value = true
    }

    /// A write can fail, and the process can end just before it or just after.
    private func write<Value>(_ body: () throws -> Value) throws -> Value {
        guard host.isAlive, !isClosed.value else { throw DiskFault() }
        switch console.chooseWriteFault(.outboxFull) {
        case .none: return try body()
        case .fails: throw DiskFault()
        case .crashBefore:
            console.crash()
            throw DiskFault()
        case .crashAfter:
            _ = try body()
            console.crash()
            throw DiskFault()
        }
    }
}

extension OutboxRecord {
    /// Whether the bank has still to decide it.
    var isUndecided: Bool {
        switch state {
        case .queued, .sending, .unknown, .cancelAsked, .needsCode: true
        case .cancelled, .decided: false
        }
    }
}
