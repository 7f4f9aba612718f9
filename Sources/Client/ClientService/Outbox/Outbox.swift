import CoreVocabulary
import SyncCore

/// Outbox of a signed-in user; every state is on the disk before any action that leaves it.
actor Outbox {
    private let openStore: any OutboxStore
    private var isClosed = false
    private(set) var records: [OutboxRecord]
    /// Index of each key in `records`.
    private var places: [IntentKey: Int] = [:]
    /// Recorded epochs of the books, as they are on the disk.
    private var epochs: [EpochMark: UInt64] = [:]
    /// Bank time from which decisions prove nothing about a copy; nil if an earlier session saw the
    /// current epoch first.
    private var uncheckedSince: Instant?
    /// Transfers that the books of the current epoch were asked about.
    ///
    /// The value is true if the books hold the transfer as a later copy does.
    private var answers: [IntentKey: Bool] = [:]
    /// True if the store refused the last change; a change that is not stored is neither shown nor
    /// sent.
    private(set) var isUnwritable = false
    /// True if an unacknowledged transfer can no longer be read.
    let isDamaged: Bool

    /// Loads the stored transfers; one that was being sent when the process ended has an unknown
    /// answer.
    init(store: any OutboxStore) throws {
        openStore = store
        records = try store.load().map { record in
            guard record.state == .sending else { return record }
            return record.after(.answerWasLost) ?? record
        }
        isDamaged = try store.unreadableCount() > 0
        places = Self.places(of: records)
        for mark in EpochMark.allCases { epochs[mark] = try store.epoch(mark) }
        // No mark exceeds the highest epoch seen. So if that one cannot be read, the greatest of
        // the others replaces it.
        epochs[.seen] = epochs.values.max()
    }

    private static func places(of records: [OutboxRecord]) -> [IntentKey: Int] {
        Dictionary(records.enumerated().map { ($1.key, $0) }) { _, last in last }
    }

    /// All transfers that were not acknowledged, oldest first.
    var items: [OutboxItem] { records.map(\.item) }

    /// Keys of the transfers that can be sent, oldest first.
    var sendableKeys: [IntentKey] { records.filter(\.isSendable).map(\.key) }

    /// Returns the first transfers, up to a limit, that are queued, until one that is not.
    func queued(from keys: ArraySlice<IntentKey>, limit: Int) -> [OutboxRecord] {
        Array(keys.prefix(limit).compactMap(record).prefix { $0.state == .queued })
    }

    /// Returns those of some keys whose transfers were sent and have no answer yet.
    func unanswered(among keys: [IntentKey]) -> [IntentKey] {
        keys.filter { record($0)?.state == .unknown }
    }

    /// Returns the record under a key, or nil if there is none.
    func record(_ key: IntentKey) -> OutboxRecord? {
        places[key].map { records[$0] }
    }

    /// Adds a transfer; it is on the disk when this returns.
    func insert(_ record: OutboxRecord) throws {
        let stored = try written { try store.insert(record) }
        places[stored.key] = records.count
        records.append(stored)
    }

    /// Returns the console's device sequence.
    func device() throws -> DeviceSequence {
        try store.device()
    }

    /// Begins another sequence, because the bank has seen more of this one than is known here.
    func beginDevice() throws {
        try store.beginDevice()
    }

    /// Highest epoch of the books that this console has seen.
    var seenEpoch: UInt64 { epoch(.seen) }

    /// True if the user has not yet read the notice about a new epoch.
    var hasUnreadEpoch: Bool { epoch(.noticeRead) < seenEpoch }

    /// True if books of the same epoch were found to lack entries, and the user has not read it.
    ///
    /// It covers this session only. Losses of the user's own transfers stay in the inbox.
    private(set) var hasUnreadLoss = false
    /// True if a comparison in this epoch removed entries, and the bank has not confirmed that it
    /// lacks one.
    ///
    /// The comparison may have been in an earlier session.
    private var isLossSuspected = false

    /// Records that books of the same epoch may have lost entries; their earlier answers no longer
    /// count.
    func suspectLoss() {
        isLossSuspected = true
        answers = [:]
    }

    /// Records that an entry that the books may lack was not yet submitted to the bank.
    func noteUntoldLoss() { isLossSuspected = true }

    /// Records that the bank confirmed the lack of a found entry; returns true if that is news.
    func confirmLoss() -> Bool {
        guard isLossSuspected, !hasUnreadLoss else { return false }
        hasUnreadLoss = true
        return true
    }

    /// Records that the user has read what the books lack.
    func readLoss() {
        hasUnreadLoss = false
        isLossSuspected = false
    }

    /// True if the books of the current epoch were not yet asked about the decisions in the inbox.
    var isInboxDue: Bool { epoch(.inboxChecked) < seenEpoch }

    /// Records an epoch of the books, if it is the highest so far; it is on the disk when this
    /// returns.
    ///
    /// The first epoch that a console sees is no news, because nothing was decided before it. The time
    /// at which it was seen is by the bank's clock, and nil if it was seen before.
    func noteEpoch(_ epoch: UInt64, at time: Instant? = nil) throws {
        let isFirst = seenEpoch == 0
        let isHigher = epoch > seenEpoch
        let wasDue = isInboxDue
        for mark in EpochMark.allCases where mark == .seen || isFirst {
            try raise(mark, to: epoch)
        }
        guard isHigher else { return }
        answers = [:]
        // The notice about the epoch covers entries that a restore dropped.
        isLossSuspected = false
        // Books that were not asked may already have lacked something, and so does every copy of
        // them. So decisions made in their time prove nothing either.
        if !wasDue { uncheckedSince = time }
    }

    /// Returns true if a decision was made before the current epoch was seen.
    ///
    /// Books that hold such a decision come from a copy that was made later.
    func isFromCopy(_ decision: IntentDecision) -> Bool {
        uncheckedSince.map { decision.decidedAt < $0 } ?? false
    }

    /// Records that the books of an epoch were asked about a transfer, unless a higher one was seen
    /// since.
    func noteAnswer(about key: IntentKey, isFromCopy: Bool, in epoch: UInt64) {
        if epoch == seenEpoch { answers[key] = isFromCopy }
    }

    /// Returns the answer of the current epoch's books about a transfer, or nil if there was none.
    func answer(about key: IntentKey) -> Bool? { answers[key] }

    /// Records an epoch under a mark, if it is higher; it is on the disk when this returns.
    func raise(_ mark: EpochMark, to epoch: UInt64) throws {
        guard epoch > self.epoch(mark) else { return }
        try store.raise(mark, to: epoch)
        epochs[mark] = epoch
    }

    private func epoch(_ mark: EpochMark) -> UInt64 { epochs[mark] ?? 0 }

    /// Posted transfers whose decision the user has not seen, oldest first.
    var posted: [OutboxRecord] { records.filter { $0.posting != nil } }

    /// Returns posted transfers whose decision was seen, latest decision first, up to a limit.
    func seenPosted(limit: Int) throws -> [OutboxRecord] {
        try store.acknowledged(limit: limit).filter { $0.posting != nil }
            .sorted { ($1.posting?.at ?? .epoch) < ($0.posting?.at ?? .epoch) }
    }

    /// Applies an event to a posted transfer, whether or not its decision was seen.
    ///
    /// If the outcome must be seen again, the transfer returns to the outbox. Returns the new record, on
    /// the disk, or nil if the event does not fit.
    func apply(_ event: OutboxRecord.Event, toPosted record: OutboxRecord) throws -> OutboxRecord? {
        guard places[record.key] == nil else { return try apply(event, to: record.key) }
        guard let next = record.after(event) else { return nil }
        try written { try store.update([next], isLasting: true) }
        guard !next.isAcknowledged else { return next }
        let place = records.firstIndex { $0.queuedAt > next.queuedAt } ?? records.count
        records.insert(next, at: place)
        places = Self.places(of: records)
        return next
    }

    /// Applies an event to the transfer under a key, and returns the new record, which is on the disk;
    /// nil if the event does not fit.
    func apply(_ event: OutboxRecord.Event, to key: IntentKey) throws -> OutboxRecord? {
        try apply([(key, event)]).first
    }

    /// Applies an event to each of some transfers, in one commit that is on the disk when this returns.
    ///
    /// - Parameter events: The events; no key stands twice.
    /// - Returns: The new records; none for an event that does not fit.
    /// - Throws: An error of the store; nothing has changed then.
    @discardableResult
    func apply(
        _ events: [(key: IntentKey, event: OutboxRecord.Event)]
    ) throws -> [OutboxRecord] {
        let changes = events.compactMap { key, event in
            places[key].flatMap { place in records[place].after(event).map { (place, next: $0) } }
        }
        guard !changes.isEmpty else { return [] }
        do {
            let isLasting = changes.contains { !records[$0].isAskedAgain(insteadOf: $1) }
            try written { try store.update(changes.map(\.next), isLasting: isLasting) }
        } catch {
            // The disk still has the state `sending`, which is read as an unknown answer.
            for (place, _) in changes {
                if let unknown = records[place].after(.answerWasLost) { records[place] = unknown }
            }
            throw error
        }
        for (place, next) in changes { records[place] = next }
        if changes.contains(where: \.next.isAcknowledged) {
            records.removeAll(where: \.isAcknowledged)
            places = Self.places(of: records)
        }
        return changes.map(\.next)
    }

    /// Marks transfers as being sent, in one commit that is on the disk when this returns, and returns
    /// those being sent now, in the order given.
    func beginSending(_ keys: [IntentKey]) throws -> [OutboxRecord] {
        let begun = keys.compactMap { record($0)?.after(.sendingBegan) }
        try written { try store.update(begun, isLasting: true) }
        for next in begun {
            if let place = places[next.key] { records[place] = next }
        }
        return begun
    }

    /// Writes to the store, and records whether it succeeded.
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

    /// Store of the outbox; throws after its end.
    private var store: any OutboxStore {
        get throws {
            guard !isClosed else { throw ClientError(.notSignedIn) }
            return openStore
        }
    }

    /// Closes the store and drops the records from memory.
    func close() {
        isClosed = true
        openStore.close()
        records = []
        places = [:]
    }
}
