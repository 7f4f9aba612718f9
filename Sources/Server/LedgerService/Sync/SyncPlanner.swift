import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

/// Decides how one console catches up, in one database transaction.
struct SyncPlanner: Sendable {
    /// Reply to a console, and the changes to write before it is sent.
    struct Answer: Sendable {
        let reply: BeginSyncReply
        /// A console that was never seen before; nil if it is known or has no key.
        let newDevice: DeviceRecord?
        /// True if an audit row must say that the console has seen more than the books contain.
        let isRollbackNews: Bool

        /// True if there is anything to write.
        var isWorthWriting: Bool { newDevice != nil || isRollbackNews }
    }

    /// Interval in seconds, a day, between audit rows about a console that is ahead of the books.
    ///
    /// The console asks again every few seconds until somebody has found the newer books.
    static let toldSeconds: Int64 = ZoneOffset.secondsPerDay

    let request: BeginSyncRequest
    let now: Instant
    let context: BankContext
    let tools: SyncTools

    /// The identifier of the console; nil for one without a key.
    private var deviceID: DeviceID? { DeviceID(ofPublicKey: request.deviceKey) }

    /// The planner for a transaction that writes.
    var forWriting: SyncPlanner {
        SyncPlanner(request: request, now: now, context: context, tools: tools.forWriting)
    }

    func answer(to who: Admission, _ reader: any LedgerReading) throws -> Answer {
        let userID = who.user.id
        let view = try SyncView(reader, of: userID, tools)
        let deviceID = deviceID
        let newDevice = try newDevice(deviceID, of: userID, reader)
        let lastStamp = try deviceID.flatMap { try reader.lastStamp(of: $0, of: userID) }
        let lease = context.configuration.terms.leaseSeconds(of: who.user.role)
        let mode = try mode(view)
        return Answer(
            reply: BeginSyncReply(
                mode: mode,
                head: try view.cursor(at: view.head),
                leaseEndsAt: now.adding(seconds: lease),
                deviceSequence: lastStamp?.sequence ?? 0,
                serverTime: now,
                zone: context.configuration.zone
            ),
            newDevice: newDevice,
            isRollbackNews: try mode == .rolledBack && !isRollbackTold(of: userID, reader)
        )
    }

    func write(_ answer: Answer, of userID: UserID, in transaction: any LedgerTransaction) throws {
        if let device = answer.newDevice {
            let budget = LimitKey(.consolesOfUser, of: userID.rawValue)
            try transaction.count(budget, context.configuration.limits, at: now)
            try transaction.insert(device)
            let bits = device.deviceID.rawValue
            try transaction.audit(.deviceRegistered, by: userID, of: bits, at: now)
        }
        guard answer.isRollbackNews else { return }
        let end = now.adding(seconds: Self.toldSeconds)
        try transaction.update(LimitRecord(key: rollbackKey(of: userID), fullAt: end))
        let bits = deviceID?.rawValue
        try transaction.audit(.syncRollbackDetected, by: userID, of: bits, at: now)
    }

    /// Returns the key that stores until when this console of a user needs no new audit row.
    private func rollbackKey(of userID: UserID) -> LimitKey {
        // The bits of both are hashes or random, so their XOR identifies the pair. The user's bits
        // alone stand for every console without a key.
        LimitKey(.toldRollbacks, of: userID.rawValue ^ (deviceID?.rawValue ?? 0))
    }

    private func isRollbackTold(of userID: UserID, _ reader: any LedgerReading) throws -> Bool {
        guard let end = try reader.limit(under: rollbackKey(of: userID)) else { return false }
        // A later end was stored before the clock was set back, so it does not count.
        return now < end && end <= now.adding(seconds: Self.toldSeconds)
    }

    private func mode(_ view: SyncView) throws -> BeginSyncReply.Mode {
        guard request.recordVersion >= context.configuration.oldestRecordVersion else {
            return .upgrade
        }
        switch try view.position(of: request.cursor) {
        case .beginning: return .snapshot
        case .otherEpoch: return .epochChanged
        case .ahead: return .rolledBack
        case .at(let sequence):
            let limits = context.configuration.sync
            guard view.head - sequence > limits.deltaMinimum else { return .delta }
            let held = try entryCount(view, at: sequence)
            let all = try entryCount(view, at: view.head)
            return (all - held) * 100 > all * limits.snapshotPercent ? .snapshot : .delta
        }
    }

    private func entryCount(_ view: SyncView, at sequence: Int64) throws -> Int64 {
        try view.trie(at: sequence).leaves.reduce(0) { $0 + $1.accountSequence }
    }

    /// Returns the record of a console that was never seen; nil if it is known or has no key.
    private func newDevice(
        _ deviceID: DeviceID?,
        of userID: UserID,
        _ reader: any LedgerReading
    ) throws -> DeviceRecord? {
        guard let deviceID, try reader.device(deviceID, of: userID) == nil else { return nil }
        return DeviceRecord(
            deviceID: deviceID,
            userID: userID,
            publicKey: request.deviceKey,
            seenAt: now
        )
    }
}
