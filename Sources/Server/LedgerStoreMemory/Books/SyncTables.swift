import CoreVocabulary
import Cryptography
import LedgerService

/// The consoles that were seen, what they sent and submitted, and the keys of cursors.
struct SyncTables: Sendable {
    /// A console of a user.
    struct DeviceKey: Hashable, Sendable {
        let deviceID: DeviceID
        let userID: UserID
    }

    /// The oldest first.
    var cursorKeys: [CursorKeyRecord] = []
    var devices: [DeviceKey: DeviceRecord] = [:]
    var stamps: [IntentKey: StampRecord] = [:]
    /// What a console sent, by the place that it says; of one place the latest comes last.
    var sequences: [DeviceKey: [StampRecord]] = [:]
    /// The evidence at place n has the number n + 1.
    var evidence: [SubmittedEvidence] = []
    var evidenceDigests: [UserID: Set<Digest256>] = [:]
}

/// A write to ``SyncTables``.
enum SyncChange: Sendable {
    case cursorKeyAdded(CursorKeyRecord)
    case deviceAdded(DeviceRecord)
    case stamped(StampRecord)
    case evidenceAdded(SubmittedEvidence)
}

extension SyncTables {
    /// Does a change of these tables.
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

    /// Takes back the last change of these tables.
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
    /// What it is found by.
    var key: SyncTables.DeviceKey { SyncTables.DeviceKey(deviceID: deviceID, userID: userID) }
}

extension StampRecord {
    /// The console that it came from.
    var device: SyncTables.DeviceKey { SyncTables.DeviceKey(deviceID: deviceID, userID: userID) }
}
