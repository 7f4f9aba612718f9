import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore

/// Write to the books, with all the data to redo and to undo it.
///
/// A list of them corresponds to the write-ahead log of a file. Undoing costs as much as the writes
/// did, regardless of the size of the books. A commit in doubt can be hidden and shown again.
enum BooksChange: Sendable {
    indirect case accountOpened(StoredAccount)
    indirect case accountMoved(place: Int, from: StoredAccount, to: StoredAccount)
    indirect case transferMade(TransferRecord)
    indirect case pendingResolved(PendingResolution, due: ExpiringHold?)
    indirect case journalRefused(JournalRecord)
    indirect case narrativeKept(JournalID, Digest256)
    indirect case holdMade(HoldRecord, account: Int)
    indirect case entryMade(LedgerTables.StoredEntry, account: Int)

    indirect case accountTold(FeedRow, account: Int, backfillCount: Int64)
    indirect case userTold(FeedRow, UserID, backfillCount: Int64)
    indirect case accessGranted(AccessGrant, account: Int)
    indirect case payeeSet(FeedTables.PayeeLine, FeedTables.PayeeKey)

    indirect case userAdded(UserRecord)
    indirect case triesCounted(AttemptKey, from: AttemptRecord?, to: AttemptRecord?)
    indirect case placesSeen(UserID, from: [UInt128: Instant], to: [UInt128: Instant])
    indirect case sessionOpened(SessionRecord)
    case sessionEnded(SessionID, PeopleTables.SessionEnding)
    case stepUsed(TimeStep, UserID)
    indirect case allowanceUsed(PeopleTables.AllowanceKey, from: Int64?, to: Int64)
    indirect case intentDecided(IntentRecord)
    indirect case lineAudited(PeopleTables.AuditLine)

    indirect case keyAdded(MasterKeyRecord)
    case keyRetired(MasterKey.Number, at: Instant)
    indirect case sealedAnew(from: SealedValue, to: SealedValue)
    indirect case token(TokenChange)
    indirect case sync(SyncChange)
}

extension MemoryBooks {
    /// Applies a change to the tables.
    mutating func apply(_ change: BooksChange) {
        switch change {
        case .accountOpened, .accountMoved, .transferMade, .pendingResolved, .journalRefused,
            .holdMade, .narrativeKept:
            ledger.apply(change)
            if case .accountOpened = change { feed.accountChanges.append([]) }
        case .entryMade(let entry, let account):
            ledger.entries[account].append(entry)
            feed.assign(entry, account: account, index: ledger.entries[account].count - 1)
        case .accountTold, .userTold, .accessGranted, .payeeSet:
            feed.apply(change)
        case .userAdded, .triesCounted, .placesSeen, .sessionOpened, .sessionEnded, .stepUsed,
            .intentDecided, .lineAudited, .allowanceUsed:
            people.apply(change)
        case .sealedAnew(_, let new): replace(new)
        case .token(let change): tokens.apply(change)
        case .sync(let change): sync.apply(change)
        case .keyAdded, .keyRetired: keys.apply(change)
        }
    }

    /// Undoes the last change that was applied.
    mutating func revert(_ change: BooksChange) {
        switch change {
        case .accountOpened, .accountMoved, .transferMade, .pendingResolved, .journalRefused,
            .holdMade, .narrativeKept:
            ledger.revert(change)
            if case .accountOpened = change { feed.accountChanges.removeLast() }
        case .entryMade(_, let account):
            ledger.entries[account].removeLast()
            feed.unassignLast()
        case .accountTold, .userTold, .accessGranted, .payeeSet:
            feed.revert(change)
        case .userAdded, .triesCounted, .placesSeen, .sessionOpened, .sessionEnded, .stepUsed,
            .intentDecided, .lineAudited, .allowanceUsed:
            people.revert(change)
        case .sealedAnew(let old, _): replace(old)
        case .token(let change): tokens.revert(change)
        case .sync(let change): sync.revert(change)
        case .keyAdded, .keyRetired: keys.revert(change)
        }
    }

    /// Applies changes in their order.
    mutating func apply(_ changes: some Sequence<BooksChange>) {
        for change in changes { apply(change) }
    }

    /// Undoes the last changes that were applied, in reverse order.
    mutating func revert(_ changes: some BidirectionalCollection<BooksChange>) {
        for change in changes.reversed() { revert(change) }
    }
}
