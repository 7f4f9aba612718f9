package import CoreVocabulary

/// Identifiers of everything a ``LedgerState`` must have loaded before commands are applied.
///
/// Each list is ascending and has no duplicates, so that locks are always taken in the same order.
package struct Footprint: Hashable, Sendable {
    /// Accounts that the commands read or change.
    package let accounts: [AccountID]
    /// Transfers that are made or acted on, including IDs that must be unused.
    package let transfers: [TransferID]
    /// Journals whose ID must be unused, or whose first outcome is returned again.
    package let journals: [JournalID]

    /// Computes the footprint of one command.
    package init(of command: LedgerCommand) {
        self.init(of: CollectionOfOne(command))
    }

    /// Computes the footprint of a batch of commands.
    ///
    /// - Complexity: O(n log n) in the number of transfers.
    package init(of commands: some Sequence<LedgerCommand>) {
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
