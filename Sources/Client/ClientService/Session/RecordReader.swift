import CoreVocabulary
import SyncCore

/// Reader of one session's record, for the screens.
final class RecordReader: SessionPart {
    let context: SessionContext
    let health: RecordHealth

    init(_ context: SessionContext, _ health: RecordHealth) {
        self.context = context
        self.health = health
    }

    /// Returns the accounts that the user may see, in the bank's order.
    func accounts() async throws -> [AccountSummary] {
        // News that comes while the rows are read makes them older; it must not make them look newer.
        let rule = machine.freshnessRule
        return try await health.read { try await $0.accounts() }.map { account in
            AccountSummary(
                record: account.record,
                balance: balance(of: account, by: rule),
                entryCount: Int(account.head.accountSequence)
            )
        }
    }

    /// Returns the newest entries of all accounts, newest first.
    func recentActivity(limit: Int) async throws -> [EntryRecord] {
        guard limit > 0 else { return [] }
        return try await health.read { records in
            // Only the accounts with the newest last entries can have any of the newest entries.
            var newest: [EntryRecord] = []
            for account in try await records.accounts() {
                let last = account.head.accountSequence
                guard last > 0 else { continue }
                let entry = try await records.entry(of: account.record.accountID, at: last)
                if let entry { newest.append(entry) }
            }
            var found: [EntryRecord] = []
            for entry in newest.sorted(by: Self.isNewer).prefix(limit) {
                let last = entry.accountSequence
                found += try await records.entries(
                    of: entry.accountID,
                    sequences: max(1, last - Int64(limit) + 1)...last
                )
            }
            return Array(found.sorted(by: Self.isNewer).prefix(limit))
        }
    }

    /// Returns entries of an account by place, newest first; place 0 is the newest.
    func entries(
        of accountID: AccountID,
        places: Range<Int>,
        among matches: MatchSet?
    ) async throws -> [EntryRecord] {
        try await health.read { records in
            let account = try await Self.account(accountID, in: records)
            let last = account.head.accountSequence
            guard let matches else {
                let sequences = Self.sequences(of: places, last: last)
                guard let sequences else { return [] }
                return try await records.entries(of: accountID, sequences: sequences).reversed()
            }
            let newest = matches.newestSequence ?? last
            var found: [EntryRecord] = []
            for index in places.clamped(to: 0..<matches.count) {
                guard let place = matches.place(ofMatch: index) else { continue }
                let sequence = newest - Int64(place)
                guard sequence >= 1, sequence <= last else { continue }
                let entry = try await records.entry(of: accountID, at: sequence)
                if let entry { found.append(entry) }
            }
            return found
        }
    }

    /// Returns the pending holds of an account, oldest first.
    func holds(of accountID: AccountID) async throws -> [HoldRecord] {
        try await health.read { try await $0.holds(of: accountID) }
    }

    /// Returns the payees that are not removed, by name.
    func payees() async throws -> [PayeeRecord] {
        let payees = try await health.read { try await $0.payees() }
        let named = payees.map { (name: $0.name.lowercased(), payee: $0) }
        return named.sorted { ($0.name, $0.payee.accountID) < ($1.name, $1.payee.accountID) }
            .map(\.payee)
    }

    /// Makes the next step of a search; nil if it is over or cannot go on.
    func step(_ search: EntrySearch) async -> SearchProgress? {
        // A search that cannot go on ends without having said that it is complete.
        try? await health.read { try await search.next(from: $0) }
    }

    /// Returns the figures of an account, with the freshness of the rule before its row was read.
    func balance(of account: HeldAccount, by rule: FreshnessRule) -> AgedBalance {
        let freshness: Freshness =
            account.isInDoubt || account.isPartial
            ? .unverified : rule.freshnessOfVerifiedAccount(atBoottime: clock.boottime())
        return AgedBalance(
            of: account.record,
            bookedMinorUnits: account.head.balanceMinorUnits,
            freshness: freshness
        )
    }

    static func account(
        _ accountID: AccountID,
        in records: any RecordStore
    ) async throws -> HeldAccount {
        guard let found = try await records.account(accountID) else {
            throw ClientError(.accountUnknown)
        }
        return found
    }

    /// Converts places from the newest entry on into account sequences; returns nil for none.
    private static func sequences(of places: Range<Int>, last: Int64) -> ClosedRange<Int64>? {
        let places = places.clamped(to: 0..<Int(last))
        guard let first = places.first, let end = places.last else { return nil }
        return (last - Int64(end))...(last - Int64(first))
    }

    private static func isNewer(_ left: EntryRecord, _ right: EntryRecord) -> Bool {
        (right.bookedAt, right.accountID, right.accountSequence)
            < (left.bookedAt, left.accountID, left.accountSequence)
    }
}
