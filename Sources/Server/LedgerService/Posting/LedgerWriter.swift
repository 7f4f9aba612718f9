import CoreVocabulary
import Cryptography
import LedgerCore
import MoneyCore
import SyncCore

/// Executes ledger commands in one database transaction.
///
/// It loads the records that they touch, lets LedgerCore decide, and writes rows, chains and feed.
/// Accounts are written at the end, so that the row of an account changes once per batch.
struct LedgerWriter {
    let store: any LedgerTransaction
    private var state: LedgerState
    var accounts: [AccountID: StoredAccount] = [:]
    var changedAccounts: [AccountID] = []
    var isChanged: Set<AccountID> = []
    var feed: FeedNumbers
    /// The member of staff who makes the transfers of the present command; nil if none.
    private(set) var maker: UserID?

    /// Loads the records that some commands touch.
    init(_ store: any LedgerTransaction, loading commands: some Sequence<LedgerCommand>) throws {
        self.store = store
        state = LedgerState(latestBookedAt: try store.latestBookedAt())
        feed = FeedNumbers(head: try store.feedHead())
        let footprint = Footprint(of: commands)
        state.reserveCapacity(
            accounts: footprint.accounts.count,
            transfers: footprint.transfers.count,
            journals: footprint.journals.count
        )
        for id in footprint.accounts {
            guard let stored = try store.account(id) else { continue }
            accounts[id] = stored
            state.load(stored.account)
        }
        for id in footprint.transfers {
            guard let record = try store.transfer(id) else { continue }
            state.load(record)
        }
        for id in footprint.journals {
            guard let record = try store.journal(id) else { continue }
            state.load(record)
        }
    }

    /// Decides a command whose records were loaded, and writes its consequences.
    ///
    /// Call ``finish()`` after the last one. The narratives are in the order of the journal's
    /// transfers. The maker is the member of staff in the account holder's place, if any.
    mutating func apply(
        _ command: LedgerCommand,
        narratives: [Narrative] = [],
        maker: UserID? = nil,
        at instant: Instant,
        _ permit: BookingPermit
    ) throws -> Outcome {
        self.maker = maker
        let outcome = state.apply(command, at: instant)
        feed.beginGroup()
        var heldBefore: [AccountID: Int64] = [:]
        for event in outcome.events {
            try write(event, narratives, &heldBefore)
        }
        // The accounts are sorted, so that the order of the feed depends on the commands alone.
        for id in heldBefore.keys.sorted() {
            guard let stored = accounts[id], stored.account.held.minorUnits != heldBefore[id]
            else { continue }
            try tell(.account(stored.record(for: .operate)), to: .account(id))
        }
        return outcome
    }

    /// Writes the state of every account that changed.
    mutating func finish() throws {
        for id in changedAccounts {
            guard let stored = accounts[id] else { continue }
            invariant(
                stored.account.version == stored.head.accountSequence,
                "an account and its chain have the same number of entries"
            )
            invariant(
                stored.account.booked.minorUnits == stored.head.balanceMinorUnits,
                "an account and its chain have the same balance"
            )
            try store.update(stored)
        }
        changedAccounts.removeAll()
        isChanged.removeAll()
    }

    /// Writes a change other than an entry at the next feed number.
    mutating func tell(
        _ change: FeedChange,
        to scope: FeedRow.Scope,
        backfillCount: Int64 = 0
    ) throws {
        let row = FeedRow(
            feedSequence: feed.next(),
            groupSequence: feed.groupSequence,
            change: change
        )
        try store.insert(row, scope: scope, backfillCount: backfillCount)
        feed.skip(backfillCount)
    }
}
