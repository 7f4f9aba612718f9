public import CoreVocabulary

/// What must be in a ``LedgerState`` before commands are applied to it.
///
/// Each list is ascending and without repeats, so that locks are always taken in one order.
public struct Footprint: Hashable, Sendable {
    /// Accounts that are read or changed.
    public let accounts: [AccountID]
    /// Transfers that are made, or acted on, or whose id must be found free.
    public let transfers: [TransferID]
    /// Journals whose id must be found free, or whose first outcome is to be told again.
    public let journals: [JournalID]

    /// The footprint of one command.
    public init(of command: LedgerCommand) {
        self.init(of: CollectionOfOne(command))
    }

    /// The footprint of a batch of commands.
    ///
    /// - Complexity: O(n log n) in the number of transfers.
    public init(of commands: some Sequence<LedgerCommand>) {
        var accounts: [AccountID] = []
        var transfers: [TransferID] = []
        var journals: [JournalID] = []
        for command in commands {
            switch command {
            case .openAccount(let opening): accounts.append(opening.id)
            case .closeAccount(let id), .changeLimits(let id, _): accounts.append(id)
            case .postJournal(let journal):
                journals.append(journal.id)
                for transfer in journal.transfers {
                    accounts.append(transfer.debitAccountID)
                    accounts.append(transfer.creditAccountID)
                    transfers.append(transfer.id)
                    if let other = transfer.kind.actsOn { transfers.append(other) }
                }
            case .expirePendings(let pendings):
                for due in pendings {
                    accounts.append(due.debitAccountID)
                    accounts.append(due.creditAccountID)
                    transfers.append(due.pendingID)
                }
            }
        }
        self.accounts = Self.sortedUnique(accounts)
        self.transfers = Self.sortedUnique(transfers)
        self.journals = Self.sortedUnique(journals)
    }

    private static func sortedUnique<ID: Comparable>(_ ids: [ID]) -> [ID] {
        var result: [ID] = []
        result.reserveCapacity(ids.count)
        for id in ids.sorted() where id != result.last {
            result.append(id)
        }
        return result
    }
}
