import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore

/// The outbox of one console on its disk, which outlives the console's process.
final class OutboxFile: Sendable {
    private let records = Cell<[OutboxRecord]>([])
    private let device: Cell<DeviceSequence>
    private let keyCount = Cell(0)
    private let seed: UInt64
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

    init(seed: UInt64) {
        self.seed = seed
        device = Cell(Self.sequence(seed, 0))
    }

    func insert(_ record: OutboxRecord) -> OutboxRecord {
        let stamped = record.stamped(in: &device.value)
        records.value.append(stamped)
        inserted.value.append(stamped)
        return stamped
    }

    /// Begins a sequence under another key.
    func beginDevice() {
        keyCount.value += 1
        device.value = Self.sequence(seed, keyCount.value)
    }

    private static func sequence(_ seed: UInt64, _ number: Int) -> DeviceSequence {
        let digest = SHA256.digest(of: Array("device \(seed) \(number)".utf8))
        do {
            return DeviceSequence(key: try Ed25519.PrivateKey(seed: Town.secret(digest.bytes)))
        } catch {
            invariantBroken("a digest has as many bytes as a seed")
        }
    }

    func update(_ record: OutboxRecord) -> Bool {
        guard let place = records.value.firstIndex(where: { $0.key == record.key }) else {
            return false
        }
        records.value[place] = record
        return true
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

    func insert(_ record: OutboxRecord) throws -> OutboxRecord {
        try write { file.insert(record) }
    }

    func device() throws -> DeviceSequence {
        guard host.isAlive else { throw DiskFault() }
        return file.sequence
    }

    func beginDevice() throws {
        try write { file.beginDevice() }
    }

    func update(_ record: OutboxRecord) throws {
        let before = file.record(record.key)?.state
        try write { if !file.update(record) { throw DiskFault() } }
        if before == .cancelAsked, record.state != .cancelAsked {
            console.world.oracle.sawCancelEnd(record)
        }
        guard case .decided(let decision) = record.state, before != record.state else { return }
        console.world.oracle.told(decision)
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
