import CoreVocabulary
import IdentityCore
import SyncCore

/// The outbox of a signed-in user: every state is on the disk before what leads out of it is done.
actor Outbox {
    private let store: any OutboxStore
    private var records: [OutboxRecord]
    /// Where each key stands among the records.
    private var places: [IntentKey: Int] = [:]
    /// The epochs of the books that were noted, as they stand on the disk.
    private var epochs: [EpochMark: UInt64] = [:]
    /// The time from which the books of the present epoch prove nothing about a copy, by the bank's
    /// clock; nil if an earlier session saw the epoch first.
    private var uncheckedSince: Instant?
    /// The transfers that the books of the present epoch were asked about; true if they hold it as
    /// a copy does.
    private var answers: [IntentKey: Bool] = [:]
    /// Whether the store refused the last change; what is not stored is neither said nor sent.
    private(set) var isUnwritable = false
    /// True if something that was not acknowledged cannot be read any more.
    let isDamaged: Bool

    /// Takes up what is stored; what was being sent when the process ended has an unknown answer.
    init(store: any OutboxStore) throws {
        self.store = store
        records = try store.load().map { record in
            guard record.state == .sending else { return record }
            return record.after(.answerWasLost) ?? record
        }
        isDamaged = try store.unreadableCount() > 0
        places = Self.places(of: records)
        for mark in EpochMark.allCases { epochs[mark] = try store.epoch(mark) }
        // Every mark is at most the highest epoch that was seen. So if that one cannot be read, the
        // greatest of the others stands for it.
        epochs[.seen] = epochs.values.max()
    }

    private static func places(of records: [OutboxRecord]) -> [IntentKey: Int] {
        var places: [IntentKey: Int] = [:]
        for (place, record) in records.enumerated() { places[record.key] = place }
        return places
    }

    /// Everything that was not acknowledged, oldest first.
    var items: [OutboxItem] { records.map(\.item) }

    /// The keys of what can be sent, oldest first.
    var sendableKeys: [IntentKey] { records.filter(\.isSendable).map(\.key) }

    /// The first of some keys whose transfers only wait to be sent; as many as asked for at most.
    func queuedKeys(from keys: ArraySlice<IntentKey>, limit: Int) -> ArraySlice<IntentKey> {
        keys.prefix(limit).prefix { record($0)?.state == .queued }
    }

    /// Transfers that the bank has not decided.
    var openCount: Int { records.count(where: \.isOpen) }

    /// Open transfers that are not sent before the user gives another code.
    var needsCodeCount: Int {
        records.count {
            if case .needsCode = $0.state { true } else { false }
        }
    }

    /// Decisions that nobody has seen.
    var unseenDecisionCount: Int {
        records.count {
            if case .decided = $0.state { true } else { false }
        }
    }

    /// The record under a key.
    func record(_ key: IntentKey) -> OutboxRecord? {
        places[key].map { records[$0] }
    }

    /// Adds a transfer; on the disk when it returns.
    func insert(_ record: OutboxRecord) throws {
        let stored = try written { try store.insert(record) }
        places[stored.key] = records.count
        records.append(stored)
    }

    /// How far the console's sequence has come.
    func device() throws -> DeviceSequence {
        try store.device()
    }

    /// Begins another sequence when the bank has seen more of this one than is known here.
    func beginDevice() throws {
        try store.beginDevice()
    }

    /// The highest epoch of the books that this console has seen.
    var seenEpoch: UInt64 { epoch(.seen) }

    /// True if the user has not read yet that a new epoch began.
    var hasUnreadEpoch: Bool { epoch(.noticeRead) < seenEpoch }

    /// True if books of the same epoch were found to lack what they had, and the user has not read it.
    ///
    /// Of this session alone: what is lost of the user's own transfers stands in the inbox for good.
    private(set) var hasUnreadLoss = false
    /// True if a comparison in this epoch took entries out of the record, in an earlier session
    /// perhaps, and the bank has not said yet that it lacks one.
    private var isLossSuspected = false

    /// Notes that books of the same epoch may not hold any more what they held: no answer that they
    /// gave before counts.
    func suspectLoss() {
        isLossSuspected = true
        answers = [:]
    }

    /// Notes that the bank was not told yet of an entry that its books may lack.
    func noteUntoldLoss() { isLossSuspected = true }

    /// Notes that the bank has said that it lacks an entry that was found; true if that is news.
    func confirmLoss() -> Bool {
        guard isLossSuspected, !hasUnreadLoss else { return false }
        hasUnreadLoss = true
        return true
    }

    /// Notes that the user has read what the books lack.
    func readLoss() {
        hasUnreadLoss = false
        isLossSuspected = false
    }

    /// True if the books of the present epoch were not asked yet about the decisions in the inbox.
    var isInboxDue: Bool { epoch(.inboxChecked) < seenEpoch }

    /// Notes an epoch of the books, if it is higher than every one before; on the disk when it
    /// returns.
    ///
    /// The first that a console sees is no news: nothing was decided before it.
    ///
    /// - Parameters:
    ///   - epoch: The epoch.
    ///   - time: The time of this, by the bank's clock; nil if it was seen before.
    /// - Throws: An error of the store.
    func noteEpoch(_ epoch: UInt64, at time: Instant? = nil) throws {
        let isFirst = seenEpoch == 0
        let isHigher = epoch > seenEpoch
        let wasDue = isInboxDue
        for mark in EpochMark.allCases where mark == .seen || isFirst {
            try raise(mark, to: epoch)
        }
        guard isHigher else { return }
        answers = [:]
        // What a restore dropped is told of the epoch.
        isLossSuspected = false
        // Books that were not asked may have lacked something, and so does every copy of them: what
        // was decided in their time proves nothing either.
        if !wasDue { uncheckedSince = time }
    }

    /// True if a decision was made before the present epoch was seen, so that books which hold it
    /// come from a copy that was made later.
    func isFromCopy(_ decision: IntentDecision) -> Bool {
        uncheckedSince.map { decision.decidedAt < $0 } ?? false
    }

    /// Remembers that the books of an epoch were asked about a transfer, unless a higher one was
    /// seen meanwhile.
    func noteAnswer(about key: IntentKey, isFromCopy: Bool, in epoch: UInt64) {
        if epoch == seenEpoch { answers[key] = isFromCopy }
    }

    /// The answer that the books of the present epoch gave about a transfer; nil if there was none.
    func answer(about key: IntentKey) -> Bool? { answers[key] }

    /// Notes an epoch under a mark, if it is higher; on the disk when it returns.
    func raise(_ mark: EpochMark, to epoch: UInt64) throws {
        guard epoch > self.epoch(mark) else { return }
        try store.raise(mark, to: epoch)
        epochs[mark] = epoch
    }

    private func epoch(_ mark: EpochMark) -> UInt64 { epochs[mark] ?? 0 }

    /// The transfers that moved money and whose decision waits to be seen, oldest first.
    var posted: [OutboxRecord] { records.filter { $0.postedAt != nil } }

    /// The transfers that moved money and whose decision was seen, the latest decision first; at most
    /// as many as asked for.
    func seenPosted(limit: Int) throws -> [OutboxRecord] {
        try store.acknowledged(limit: limit).filter { $0.postedAt != nil }
            .sorted { ($1.postedAt ?? .epoch) < ($0.postedAt ?? .epoch) }
    }

    /// Changes a transfer that was posted, whether or not that was seen; what has to be seen again is
    /// back in the outbox.
    ///
    /// - Returns: The record as it is now, on the disk, or nil when the event does not fit.
    func apply(
        _ event: OutboxRecord.Event,
        toPosted record: OutboxRecord
    ) throws -> OutboxRecord? {
        guard places[record.key] == nil else { return try apply(event, to: record.key) }
        guard let next = record.after(event) else { return nil }
        try written { try store.update([next], isLasting: true) }
        guard !next.isAcknowledged else { return next }
        let place = records.firstIndex { $0.queuedAt > next.queuedAt } ?? records.count
        records.insert(next, at: place)
        places = Self.places(of: records)
        return next
    }

    /// Changes what stands under a key; on the disk when it returns.
    ///
    /// - Returns: The record as it is now, or nil when the event does not fit.
    func apply(_ event: OutboxRecord.Event, to key: IntentKey) throws -> OutboxRecord? {
        guard let place = places[key],
            let next = records[place].after(event)
        else { return nil }
        do {
            let isLasting = !records[place].isAskedAgain(insteadOf: next)
            try written { try store.update([next], isLasting: isLasting) }
        } catch {
            // The disk still says that it is being sent, and that reads as an unknown answer.
            if let unknown = records[place].after(.answerWasLost) { records[place] = unknown }
            throw error
        }
        if next.isAcknowledged {
            records.remove(at: place)
            places = Self.places(of: records)
        } else {
            records[place] = next
        }
        return next
    }

    /// Marks transfers as being sent, on the disk in one commit when it returns.
    ///
    /// - Returns: Those that are sent now, in the order in which they were put in.
    func beginSending(_ keys: [IntentKey]) throws -> [OutboxRecord] {
        let begun = keys.compactMap { record($0)?.after(.sendingBegan) }
        try written { try store.update(begun, isLasting: true) }
        for next in begun {
            if let place = places[next.key] { records[place] = next }
        }
        return begun
    }

    /// Writes to the store, and remembers whether it could.
    private func written<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            let value = try body()
            isUnwritable = false
            return value
        } catch {
            isUnwritable = true
            throw error
        }
    }

    /// Closes the file.
    func close() {
        store.close()
        records = []
        places = [:]
    }
}
