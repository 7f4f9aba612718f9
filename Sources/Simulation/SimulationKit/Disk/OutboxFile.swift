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
    /// Records as they were before the unsynced writes, oldest first; a loss of power restores
    /// them.
    private let unsynced = Cell<[OutboxRecord]>([])
    /// Keys whose decision a loss of power has undone.
    private let forgotten = Cell<Set<IntentKey>>([])
    private let console: Int
    /// Every record ever inserted, in order, as it was inserted.
    let inserted = Cell<[OutboxRecord]>([])

    /// The records in the file.
    var contents: [OutboxRecord] { records.value }

    /// Returns the record under a key, or nil if there is none.
    func record(_ key: IntentKey) -> OutboxRecord? { records.value.first { $0.key == key } }

    /// The current state of this console's device sequence.
    var sequence: DeviceSequence { device.value }

    /// Creates the outbox of a console, numbered below ``consoleLimit``.
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

    /// Begins a device sequence under a new key.
    func beginDevice() {
        keyCount.value += 1
        device.value = DeviceSequence(key: Self.key(console, keyCount.value))
    }

    /// Maximum number of consoles in one world.
    static let consoleLimit = 3
    /// First keys of the consoles, shared by all worlds because making a key is slow.
    private static let firstKeys = (0..<consoleLimit).map { key($0, 0) }

    /// Returns the numbered signing key of a console's device sequence.
    static func key(_ console: Int, _ number: Int) -> Ed25519.PrivateKey {
        let digest = SHA256.digest(of: Array("device \(console) \(number)".utf8))
        do {
            return try Ed25519.PrivateKey(seed: Town.secret(digest.bytes))
        } catch {
            invariantBroken("a digest has as many bytes as a seed")
        }
    }

    /// Replaces the records under their keys; changes nothing and returns false if one is missing.
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

    /// Reverts every write that was not synced to the disk.
    func losePower() {
        for before in unsynced.value.reversed() { replace(before.key, with: before) }
        forgotten.value.formUnion(unsynced.value.map(\.key))
        unsynced.value = []
    }

    /// Returns true, once, if a decision under the key was lost with the power.
    func recall(_ key: IntentKey) -> Bool { forgotten.value.remove(key) != nil }

    /// Replaces the record under a key, or removes it if `record` is nil.
    func replace(_ key: IntentKey, with record: OutboxRecord?) {
        guard let place = records.value.firstIndex(where: { $0.key == key }) else { return }
        if let record {
            records.value[place] = record
        } else {
            records.value.remove(at: place)
        }
    }
}

/// The outbox as one process of the console has it open.
struct SimulatedOutboxStore: OutboxStore {
    let file: OutboxFile
    let console: SimulatedConsole
    let host: Host
    private let isClosed = Cell(false)

    func load() throws -> [OutboxRecord] {
        let open = try readable.contents.filter { !$0.isAcknowledged }
        if open.contains(where: \.isUndecided) { console.world.note(.outboxTakenUp) }
        return open
    }

    func acknowledged(limit: Int) throws -> [OutboxRecord] {
        Array(try readable.contents.reversed().filter(\.isAcknowledged).prefix(limit))
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

    func device() throws -> DeviceSequence { try readable.sequence }

    func beginDevice() throws { try write { file.beginDevice() } }

    func epoch(_ mark: EpochMark) throws -> UInt64 { try readable.epochs.value[mark] ?? 0 }

    func raise(_ mark: EpochMark, to epoch: UInt64) throws {
        try write { file.epochs.value[mark] = max(file.epochs.value[mark] ?? 0, epoch) }
    }

    func update(_ records: [OutboxRecord], isLasting: Bool) throws {
        let before = records.map { file.record($0.key)?.state }
        try write {
            if !file.update(records, isLasting: isLasting) { throw DiskFault() }
            // Reported with the write itself. A process that ends right after it has stored the
            // decision all the same.
            for (record, before) in zip(records, before) where before != record.state {
                if before == .cancelAsked { console.world.oracle.sawCancelEnd(record) }
                guard case .decided(let decision) = record.state else { continue }
                console.world.oracle.told(decision)
                if file.recall(record.key) { console.world.note(.decisionAskedAgain) }
            }
        }
    }

    func close() { isClosed.value = true }

    /// The file, which only a living process can read.
    private var readable: OutboxFile {
        get throws {
            guard host.isAlive else { throw DiskFault() }
            return file
        }
    }

    /// Runs a write, which can fail, and before or after which the process can crash.
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
    /// True if the bank has not decided it yet.
    var isUndecided: Bool {
        switch state {
        case .queued, .sending, .unknown, .cancelAsked, .needsCode: true
        case .cancelled, .decided: false
        }
    }
}
