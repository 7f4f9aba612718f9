import CoreVocabulary
import LedgerService
import SyncCore

/// The bank's books, told a little differently.
struct TwistedStore: LedgerStore {
    let base: TappedStore
    let twist: BookTwist

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        let twist = twist
        return try await base.write { try body(TwistedTransaction(base: $0, twist: twist)) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        let twist = twist
        return try await base.read { try body(TwistedReading(reader: $0, twist: twist)) }
    }
}

/// What is told differently.
struct BookTwist: Sendable {
    /// Whether a decision is remembered.
    var remembers: @Sendable (IntentRecord) -> Bool = { _ in true }
    /// Where the feed is said to end.
    var head: @Sendable (any LedgerReading) throws -> Int64 = { try $0.feedHead() }
    /// Whether a row of the feed is shown.
    var shows: @Sendable (FeedRow) -> Bool = { _ in true }

    /// Forgets a key some milliseconds after it was decided.
    static func forgetsKeys(after milliseconds: Int64, _ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.remembers = { intent in
            let age =
                world.time.trueTime.nanosecondsSinceEpoch
                - intent.decision.decidedAt.nanosecondsSinceEpoch
            return age < milliseconds * 1_000_000
        }
        return twist
    }

    /// Leaves every fifth row out while it is new, as a reader does that overtakes a writer.
    static func skipsRows(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.shows = { row in row.feedSequence % 5 != 0 || !isNew(row, world) }
        return twist
    }

    /// Lets the feed end before its last entry while that is new.
    static func endsAnywhere(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.head = { reader in
            let head = try reader.feedHead()
            let latest = try reader.latestBookedAt()
            return isNew(latest, world) && head > 1 ? head - 1 - head % 3 : head
        }
        return twist
    }

    private static func isNew(_ row: FeedRow, _ world: World) -> Bool {
        guard case .entry(let entry) = row.change else { return false }
        return isNew(entry.bookedAt, world)
    }

    private static func isNew(_ instant: Instant, _ world: World) -> Bool {
        world.time.trueTime.nanosecondsSinceEpoch - instant.nanosecondsSinceEpoch < 2_000_000_000
    }
}

/// Twisted books, as they are read.
struct TwistedReading: ForwardedReading {
    let reader: any LedgerReading
    let twist: BookTwist

    func feedHead() throws -> Int64 {
        try twist.head(reader)
    }

    func entries(of accountID: AccountID, _ order: EntryOrder, limit: Int) throws -> [FeedRow] {
        let rows = try reader.entries(of: accountID, order, limit: limit)
        guard case .afterFeedSequence = order else { return rows }
        return try shown(rows)
    }

    func changes(in scope: FeedRow.Scope, after sequence: Int64, limit: Int) throws -> [FeedRow] {
        try shown(reader.changes(in: scope, after: sequence, limit: limit))
    }

    private func shown(_ rows: [FeedRow]) throws -> [FeedRow] {
        let head = try feedHead()
        return rows.filter { $0.feedSequence <= head && twist.shows($0) }
    }
}

/// Twisted books, as they are written: only what was decided is told differently.
struct TwistedTransaction: ForwardedTransaction {
    let base: any LedgerTransaction
    let twist: BookTwist

    func intent(_ key: IntentKey) throws -> IntentRecord? {
        let intent = try base.intent(key)
        return intent.flatMap { twist.remembers($0) ? $0 : nil }
    }

    func insert(_ intent: IntentRecord) throws {
        // The first decision stays in the true books, whose rows are unique.
        guard try base.intent(intent.decision.key) == nil else { return }
        try base.insert(intent)
    }
}
