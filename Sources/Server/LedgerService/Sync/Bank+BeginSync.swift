import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

extension Bank {
    /// Tells a console how to catch up, and until when it may show what it holds.
    func beginSync(_ request: BeginSyncRequest, _ caller: Caller) async throws -> Reply {
        let tools = try await syncTools()
        let now = clock.now()
        let configuration = configuration
        let desk = SyncDesk(request: request, now: now, configuration: configuration, tools: tools)
        let first = try await store.read { reader in
            try desk.answer(to: try reader.admit(caller, to: .beginSync, at: now), reader)
        }
        guard first.isWorthWriting else { return .syncBegun(first.reply) }
        return try await commit { transaction in
            let who = try transaction.admit(caller, to: .beginSync, at: now)
            let answer = try desk.answer(to: who, transaction)
            try desk.write(answer, of: who.user.id, in: transaction)
            return .syncBegun(answer.reply)
        }
    }
}

/// Decides how one console catches up.
struct SyncDesk: Sendable {
    /// What is answered, and what has to be written down first.
    struct Answer: Sendable {
        let reply: BeginSyncReply
        /// A console that was never seen.
        let newDevice: DeviceRecord?

        /// Whether anything is to be written.
        var isWorthWriting: Bool { newDevice != nil || reply.mode == .rolledBack }
    }

    /// The fewest changes for which it is reckoned what comes cheaper.
    static let deltaMinimum = Int64(FeedBatch.changeLimit)
    /// From how many percent of the entries on a snapshot is sent in place of changes.
    ///
    /// A snapshot is read account by account and so faster; a console that has most of it already
    /// is better served with changes.
    static let snapshotPercent: Int64 = 30

    let request: BeginSyncRequest
    let now: Instant
    let configuration: BankConfiguration
    let tools: SyncTools

    func answer(to who: Admission, _ reader: any LedgerReading) throws -> Answer {
        let userID = who.user.id
        let view = try SyncView(reader, of: userID, tools)
        let device = try device(of: userID, reader)
        var deviceSequence: Int64 = 0
        if let device {
            deviceSequence =
                try reader.lastStamp(of: device.record.deviceID, of: userID)?.sequence ?? 0
        }
        let lease = configuration.terms.leaseSeconds(of: who.user.role)
        return Answer(
            reply: BeginSyncReply(
                mode: try mode(view),
                head: try view.cursor(at: view.head),
                leaseEndsAt: now.adding(seconds: lease),
                deviceSequence: deviceSequence,
                serverTime: now
            ),
            newDevice: device.flatMap { $0.isNew ? $0.record : nil }
        )
    }

    func write(
        _ answer: Answer,
        of userID: UserID,
        in transaction: any LedgerTransaction
    ) throws {
        if let device = answer.newDevice {
            let budget = LimitKey(.consolesOfUser, of: userID.rawValue)
            try transaction.count(budget, configuration.limits, at: now)
            try transaction.insert(device)
            try transaction.audit(
                .deviceRegistered,
                by: userID,
                objectBits: device.deviceID.rawValue,
                at: now
            )
        }
        guard answer.reply.mode == .rolledBack else { return }
        let deviceID = DeviceID(ofPublicKey: request.deviceKey)
        try transaction.audit(
            .syncRollbackDetected,
            by: userID,
            objectBits: deviceID?.rawValue,
            at: now
        )
    }

    private func mode(_ view: SyncView) throws -> BeginSyncReply.Mode {
        guard request.recordVersion >= configuration.oldestRecordVersion else { return .upgrade }
        switch try view.position(of: request.cursor) {
        case .beginning: return .snapshot
        case .otherEpoch: return .epochChanged
        case .ahead: return .rolledBack
        case .at(let sequence):
            guard view.head - sequence > Self.deltaMinimum else { return .delta }
            let held = try entryCount(view, at: sequence)
            let all = try entryCount(view, at: view.head)
            return (all - held) * 100 > all * Self.snapshotPercent ? .snapshot : .delta
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
