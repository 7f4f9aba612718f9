import CoreVocabulary
import Cryptography
import LedgerService

/// Tables of consoles, their stamps, evidence and cursor keys.
struct SyncTables: Sendable {
    /// Key of a console: the console and its user.
    struct DeviceKey: Hashable, Sendable {
        let deviceID: DeviceID
        let userID: UserID
    }

    /// The cursor keys, oldest first.
    var cursorKeys: [CursorKeyRecord] = []
    var devices: [DeviceKey: DeviceRecord] = [:]
    var stamps: [IntentKey: StampRecord] = [:]
    /// The stamps of each console by their numbers; of equal numbers, the latest comes last.
    var sequences: [DeviceKey: [StampRecord]] = [:]
    /// The evidence; the item at index n has the number n + 1.
    var evidence: [SubmittedEvidence] = []
    var evidenceDigests: [UserID: Set<Digest256>] = [:]
}

/// Write to the tables of ``SyncTables``.
enum SyncChange: Sendable {
    case cursorKeyAdded(CursorKeyRecord)
    case deviceAdded(DeviceRecord)
    case stamped(StampRecord)
    case evidenceAdded(SubmittedEvidence)
}

extension SyncTables {
    /// Applies a change of these tables.
    mutating func apply(_ change: SyncChange) {
        switch change {
        case .cursorKeyAdded(let key): cursorKeys.append(key)
        case .deviceAdded(let device): devices[device.key] = device
        case .stamped(let stamp):
            stamps[stamp.key] = stamp
            let place = sequences[stamp.device, default: []].partitionPlace {
                $0.sequence <= stamp.sequence
            }
            sequences[stamp.device, default: []].insert(stamp, at: place)
        case .evidenceAdded(let added):
            evidence.append(added)
            evidenceDigests[added.userID, default: []].insert(added.digest)
        }
    }

    /// Undoes the last change of these tables.
    mutating func revert(_ change: SyncChange) {
        switch change {
        case .cursorKeyAdded: cursorKeys.removeLast()
        case .deviceAdded(let device): devices[device.key] = nil
        case .stamped(let stamp):
            stamps[stamp.key] = nil
            sequences[stamp.device]?.removeAll { $0.key == stamp.key }
        case .evidenceAdded(let added):
            evidence.removeLast()
            evidenceDigests[added.userID]?.remove(added.digest)
        }
    }
}

extension DeviceRecord {
    /// The key of the console in the tables.
    var key: SyncTables.DeviceKey { SyncTables.DeviceKey(deviceID: deviceID, userID: userID) }
}

extension StampRecord {
    /// The key of the console that sent the stamp.
    var device: SyncTables.DeviceKey { SyncTables.DeviceKey(deviceID: deviceID, userID: userID) }
}
