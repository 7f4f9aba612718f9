import CoreVocabulary
import LedgerService

/// Numbers of the last rows of a kind, as read or written in one database transaction; nil where none
/// was needed yet.
struct LastNumbers {
    var transfer: Int64?
    /// The transfer that was inserted last, because its entries need its number next.
    var inserted: (id: TransferID, number: Int64)?
    var audit: Int64?
    /// Number of the feed's last row, with the history that a grant added.
    var feed: Int64?
    /// Place of the last entry in an account, by the account's number.
    var places: [Int64: Int64] = [:]

    /// Returns the last number of a kind, which is read if it is not known yet.
    static func known(_ last: inout Int64?, _ read: () throws -> Int64?) rethrows -> Int64 {
        let number = try last ?? read() ?? 0
        last = number
        return number
    }
}

/// Numbers of rows, which have no gaps.
///
/// Triggers require the same of other programs; the bank's connection runs none.
extension SQLiteTransaction {
    /// Returns the number for the next transfer.
    func nextTransferNumber() throws -> Int64 {
        try 1
            + LastNumbers.known(&lastNumbers.transfer) {
                try database.integer("SELECT max(transfer_no) FROM transfer")
            }
    }

    /// Returns the number of a transfer that must exist.
    func transferNumber(of id: TransferID) throws -> Int64 {
        if let inserted = lastNumbers.inserted, inserted.id == id { return inserted.number }
        let known = "SELECT transfer_no FROM transfer WHERE transfer_id = ?"
        guard let number = try database.integer(known, [.id(id)]) else {
            throw LedgerStoreError(.rowInvalid, "A row names a transfer that is not there.")
        }
        return number
    }

    /// Returns the number of the next audit row, which will describe the present booking.
    func nextAuditNumber() throws -> Int64 {
        try 1 + LastNumbers.known(&lastNumbers.audit) { try auditHead().number }
    }

    /// Checks that a row takes the next number of the feed.
    func requireNext(feedSequence: Int64) throws {
        try require(feedSequence, after: LastNumbers.known(&lastNumbers.feed) { try feedHead() })
    }

    /// Checks that an entry takes the next place in its account.
    func requireNext(accountSequence: Int64, ofAccount number: Int64) throws {
        let last = try LastNumbers.known(&lastNumbers.places[number]) {
            let places = "SELECT max(account_sequence) FROM entry WHERE account_no = ?"
            return try database.integer(places, [.integer(number)])
        }
        try require(accountSequence, after: last)
    }

    /// Checks that a number follows the last one.
    ///
    /// - Throws: ``LedgerStoreError`` with `rowInvalid` otherwise.
    func require(_ number: Int64, after last: Int64) throws {
        guard number == last + 1 else {
            throw LedgerStoreError(.rowInvalid, "A row would not take the next number.")
        }
    }
}
