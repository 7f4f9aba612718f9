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

    /// Interval in seconds between audit rows about one console that has seen more than the books
    /// contain: a day.
    ///
    /// The console asks again every few seconds until somebody has found the newer books.
    static let toldSeconds: Int64 = ZoneOffset.secondsPerDay

    let request: BeginSyncRequest
    let now: Instant
    let context: BankContext
    let tools: SyncTools

    /// The planner for a transaction that writes.
    var forWriting: SyncPlanner {
        SyncPlanner(request: request, now: now, context: context, tools: tools.forWriting)
    }

    func answer(to who: Admission, _ reader: any LedgerReading) throws -> Answer {
        let userID = who.user.id
        let view = try SyncView(reader, of: userID, tools)
        let device = try device(of: userID, reader)
        var deviceSequence: Int64 = 0
        if let device {
            deviceSequence =
                try reader.lastStamp(of: device.record.deviceID, of: userID)?.sequence ?? 0
        }
        let lease = context.configuration.terms.leaseSeconds(of: who.user.role)
        let mode = try mode(view)
        return Answer(
            reply: BeginSyncReply(
                mode: mode,
                head: try view.cursor(at: view.head),
                leaseEndsAt: now.adding(seconds: lease),
                deviceSequence: deviceSequence,
                serverTime: now,
                zone: context.configuration.zone
            ),
            newDevice: device.flatMap { $0.isNew ? $0.record : nil },
            isRollbackNews: try mode == .rolledBack && !isRollbackTold(of: userID, reader)
        )
    }

    func write(_ answer: Answer, of userID: UserID, in transaction: any LedgerTransaction) throws {
        if let device = answer.newDevice {
            let budget = LimitKey(.consolesOfUser, of: userID.rawValue)
            try transaction.count(budget, context.configuration.limits, at: now)
            try transaction.insert(device)
            try transaction.audit(
                .deviceRegistered,
                by: userID,
                objectBits: device.deviceID.rawValue,
                at: now
            )
        }
        guard answer.isRollbackNews else { return }
        let end = now.adding(seconds: Self.toldSeconds)
        try transaction.update(LimitRecord(key: rollbackKey(of: userID), fullAt: end))
        try transaction.audit(
            .syncRollbackDetected,
            by: userID,
            objectBits: DeviceID(ofPublicKey: request.deviceKey)?.rawValue,
            at: now
        )
    }

    /// Returns the key that stores until when this console of a user needs no new audit row.
    private func rollbackKey(of userID: UserID) -> LimitKey {
        // The bits of both are hashes or random, so their XOR identifies the pair. The user's bits
        // alone stand for every console without a key.
        let deviceBits = DeviceID(ofPublicKey: request.deviceKey)?.rawValue ?? 0
        return LimitKey(.toldRollbacks, of: userID.rawValue ^ deviceBits)
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

    private func device(
        of userID: UserID,
        _ reader: any LedgerReading
    ) throws -> (record: DeviceRecord, isNew: Bool)? {
        guard let deviceID = DeviceID(ofPublicKey: request.deviceKey) else { return nil }
        if let known = try reader.device(deviceID, of: userID) { return (known, false) }
        let record = DeviceRecord(
            deviceID: deviceID,
            userID: userID,
            publicKey: request.deviceKey,
            seenAt: now
        )
        return (record, true)
    }
}
