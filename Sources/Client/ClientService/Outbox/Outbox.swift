import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore

/// The outbox of a signed-in user: every state is on the disk before what leads out of it is done.
actor Outbox {
    private let store: any OutboxStore
    private var records: [OutboxRecord]
    /// Where each key stands among the records.
    private var places: [IntentKey: Int] = [:]

    /// Takes up what is stored; what was being sent when the process ended has an unknown answer.
    init(store: any OutboxStore) throws {
        self.store = store
        records = try store.load().map { record in
            guard record.state == .sending else { return record }
            return record.after(.answerWasLost) ?? record
        }
        places = Self.places(of: records)
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

    /// What the open transfers would take from an account; never part of a balance.
    func queued(from accountID: AccountID, currency: Currency) throws(MoneyError) -> Money {
        let amounts = records.lazy.filter { record in
            record.isOpen && record.reviewed.debitAccountID == accountID
                && record.reviewed.currencyCode == currency.code
        }.flatMap { record in
            [record.reviewed.amountMinorUnits, record.reviewed.feeMinorUnits].map {
                Money(minorUnits: $0, currency: currency)
            }
        }
        return try Money.sum(amounts, currency: currency)
    }

    /// Adds a transfer; on the disk when it returns.
    func insert(_ record: OutboxRecord) throws {
        let stored = try store.insert(record)
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

    /// Changes what stands under a key; on the disk when it returns.
    ///
    /// - Returns: The record as it is now, or nil when the event does not fit.
    func apply(_ event: OutboxRecord.Event, to key: IntentKey) throws -> OutboxRecord? {
        guard let place = places[key],
            let next = records[place].after(event)
        else { return nil }
        do {
            try store.update([next], isLasting: !records[place].isAskedAgain(insteadOf: next))
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
        try store.update(begun, isLasting: true)
        for next in begun {
            if let place = places[next.key] { records[place] = next }
        }
        return begun
    }

    /// Closes the file.
    func close() {
        store.close()
        records = []
        places = [:]
    }
}
