public import CoreVocabulary
import MoneyCore
public import SyncCore

extension Client {
    /// Returns the accounts that the user may see, in the bank's order.
    public func accounts() async throws -> [AccountSummary] {
        let session = try requireSession()
        // News that comes while the rows are read makes them older; it must not make them look newer.
        let rule = machine.freshnessRule
        let held = try await read(session) { try await $0.accounts() }
        return held.map { summary(of: $0, by: rule) }
    }

    /// Returns the newest entries of all accounts, newest first.
    public func recentActivity(limit: Int) async throws -> [EntryRecord] {
        let session = try requireSession()
        guard limit > 0 else { return [] }
        return try await read(session) { records in
            // Only the accounts with the newest last entries can have any of the newest entries.
            var newest: [EntryRecord] = []
            for account in try await records.accounts() {
                let last = account.head.accountSequence
                guard last > 0 else { continue }
                newest += try await records.entries(
                    of: account.record.accountID,
                    sequences: last...last
                )
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
    public func entries(
        of accountID: AccountID,
        places: Range<Int>,
        among matches: MatchSet?
    ) async throws -> [EntryRecord] {
        let session = try requireSession()
        return try await read(session) { records in
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
                found += try await records.entries(
                    of: accountID,
                    sequences: sequence...sequence
                )
            }
            return found
        }
    }

    /// Returns the pending holds of an account, oldest first.
    public func holds(of accountID: AccountID) async throws -> [HoldRecord] {
        try await read(try requireSession()) { try await $0.holds(of: accountID) }
    }

    /// Returns the payees that are not removed, by name.
    public func payees() async throws -> [PayeeRecord] {
        let payees = try await read(try requireSession()) { try await $0.payees() }
        let named = payees.map { (name: $0.name.lowercased(), payee: $0) }
        return named.sorted {
            ($0.name, $0.payee.accountID) < ($1.name, $1.payee.accountID)
        }.map(\.payee)
    }

    /// Searches for the entries that match a filter, newest first, in bounded memory.
    ///
    /// Reading the stream is what drives the search, so one that nobody reads costs nothing.
    public func search(
        _ filter: EntryFilter,
        in accountID: AccountID
    ) async -> AsyncStream<SearchProgress> {
        guard let session else { return AsyncStream { nil } }
        let search = EntrySearch(filter, in: accountID)
        return AsyncStream { [weak self] in
            guard let self, !Task.isCancelled else { return nil }
            return await self.step(search, session)
        }
    }

    private func step(_ search: EntrySearch, _ session: Session) async -> SearchProgress? {
        // A search that cannot go on ends without having said that it is complete.
        try? await read(session) { try await search.next(from: $0) }
    }

    /// Reads from the record; a damaged row puts its account in doubt.
    func read<Value: Sendable>(
        _ session: Session,
        _ body: (any RecordStore) async throws -> Value
    ) async throws -> Value {
        do {
            return try await body(session.records)
        } catch let fault as ChainFault {
            await noteFault(fault, session)
            throw ClientError(.recordInDoubt)
        } catch RecordStoreError.damaged {
            await noteDamage(session)
            throw ClientError(.recordInDoubt)
        } catch let error as ClientError {
            throw error
        } catch {
            throw ClientError(isCurrent(session.number) ? .recordUnavailable : .notSignedIn)
        }
    }

    private func summary(of account: HeldAccount, by rule: FreshnessRule) -> AccountSummary {
        AccountSummary(
            record: account.record,
            balance: balance(of: account, by: rule),
            entryCount: Int(account.head.accountSequence)
        )
    }

    /// Returns the figures of an account, with the freshness of the rule before its row was read.
    func balance(of account: HeldAccount, by rule: FreshnessRule) -> AgedBalance {
        let record = account.record
        let freshness: Freshness =
            account.isInDoubt || account.isPartial
            ? .unverified : rule.freshnessOfVerifiedAccount(atBoottime: clock.boottime())
        return AgedBalance(
            of: record,
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
