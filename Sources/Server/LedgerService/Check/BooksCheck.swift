import Cryptography
import LedgerCore
import SyncCore

/// Invariants of the books, stated once for every store.
///
/// Source: docs/LEDGER_RULES.md, "Invariants". A store may answer one of these checks by a faster
/// query of its own, which a test compares with the check here.
package struct BooksCheck<Books: BooksReading> {
    let books: Books
    let pageCount: Int

    /// Standard maximum number of accounts, and of entries of one, in memory at a time.
    package static var pageCount: Int { 1_000 }

    /// Creates a check of some books that holds a bounded number of rows in memory.
    package init(_ books: Books, pageCount: Int = BooksCheck.pageCount) {
        self.books = books
        self.pageCount = pageCount
    }

    /// Returns the first fault, in the order of the checks; nil if there is none.
    package func firstFinding(_ depth: BooksCheckDepth) throws -> CheckFinding? {
        let heads = [headsAgree, booksBalance]
        let rest = [
            transfersHaveEntries, entriesContinue, holdsAgree, accountsAgree, feedHasNoGaps,
            auditHolds,
        ]
        for check in depth == .whole ? heads + rest : heads {
            if let finding = try check() { return finding }
        }
        return nil
    }

    /// Checks that the feed numbers are 1, 2, 3 … without gaps, except for reserved numbers.
    package func feedHasNoGaps() throws -> CheckFinding? {
        var last: Int64 = 0
        let finding = try books.firstFeedNumber { slot -> CheckFinding? in
            if slot.sequence != last + 1 || slot.groupSequence > slot.sequence {
                return CheckFinding(.feedHasNoGaps, "feed \(slot.sequence)")
            }
            last = slot.sequence + slot.backfillCount
            return nil
        }
        if let finding { return finding }
        let head = try books.feedHead()
        return last == head ? nil : CheckFinding(.feedHasNoGaps, "feed \(head)")
    }

    /// Checks that the audit rows are numbered 1, 2, 3 … and that each hash covers the one before.
    package func auditHolds() throws -> CheckFinding? {
        var last = (number: Int64(0), hash: Digest256.zero)
        return try books.firstAuditRow { row, stored in
            let hash = row.chained(after: last.hash)
            if row.number != last.number + 1 || hash != stored {
                return CheckFinding(.auditHolds, "audit \(row.number)")
            }
            last = (row.number, hash)
            return nil
        }
    }

    /// Passes every account to a body until it returns a value.
    func firstAccount<Found>(_ body: (Int64, StoredAccount) throws -> Found?) throws -> Found? {
        var last: Int64 = 0
        while true {
            let page = try books.accountPage(after: last, limit: pageCount)
            for (number, stored) in page {
                if let found = try body(number, stored) { return found }
                last = number
            }
            if page.count < pageCount { return nil }
        }
    }
}
