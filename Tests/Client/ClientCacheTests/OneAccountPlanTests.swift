import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import SyncCore
import Testing

@testable import ClientCache

/// Goal: the cost of a step about one account does not grow with the other accounts.
///
/// Method: every such step is taken once, and SQLite is asked how it finds the rows of each
/// statement: by their account or by their own number.
@Suite struct OneAccountPlanTests {
    private let accountID = Sample.savings
    private let payeeID = AccountID(rawValue: 0xB1)

    // Symptom: a repair that took out 16,000 accounts held the record for a minute. Cause: evidence
    // was counted, and accounts and holds were removed, by reading those of all accounts. Proves
    // that every statement about one account finds its rows by it.
    @Test("no step about one account reads the rows of other accounts")
    func plans() throws {
        let queue = try DatabaseQueue()
        try queue.write { database in
            var rows = try emptyRows(database)
            var statements: [String] = []
            database.trace { event in
                guard case .statement(let statement) = event else { return }
                statements.append(statement.expandedSQL)
            }
            try write(&rows)
            try read(rows)
            try remove(&rows)
            database.trace(options: [])
            #expect(statements.count > 30)
            for sql in statements {
                for row in try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)") {
                    let detail: String = row["detail"]
                    #expect(Self.isBounded(detail), "\(sql): \(detail)")
                }
            }
        }
    }

    /// True of a part of a plan that reads one account's rows, one row, or the one row of `meta`.
    private static func isBounded(_ detail: String) -> Bool {
        detail.contains("account=?") || detail.contains("(rowid=?)") || detail == "SCAN meta"
    }

    private func emptyRows(_ database: Database) throws -> SealedRows {
        let sealer = try RowSealer(key(), for: .record)
        try RecordSchema.create(database)
        let none = [UInt8]().blob
        try database.execute(
            sql: "INSERT INTO meta(id, key_check, sealed, generation) VALUES (1, ?, ?, ?)",
            arguments: [none, StoredState(RecordState(), RowSums()).sealed(by: sealer).blob, none]
        )
        return SealedRows(database: database, sealer: sealer)
    }

    private var fault: ChainFault {
        ChainFault(accountID: accountID, accountSequence: 1, reason: .divergence)
    }

    private func write(_ rows: inout SealedRows) throws {
        for isStaged in [false, true] {
            try rows.put(Sample.account(), staged: isStaged)
            try rows.put(Sample.hold(1), staged: isStaged)
            try rows.put(Sample.payee(payeeID), staged: isStaged)
        }
        var head = ChainHead.genesis(of: accountID)
        for entry in try Sample.entries(3) {
            head = try head.extended(by: entry)
            try rows.putEntry(
                of: accountID,
                at: entry.accountSequence,
                canonicalBytes: entry.canonicalBytes,
                chainHash: head.hash
            )
        }
        try rows.putChain(ChainRow(head: head, replayedSequence: 0))
        try rows.putDoubt(fault, inFeed: false)
        try rows.addEvidence(Evidence(fault: fault, bytes: [1], foundAt: Sample.time))
        try rows.addUnkept(1, of: accountID)
        let mark = EvidenceMark(verdict: .kept, toldAt: Sample.time, epoch: 1)
        try rows.noteTold([[1]: mark], of: accountID)
    }

    private func read(_ rows: SealedRows) throws {
        #expect(try HeldRows(rows).account(accountID)?.head.accountSequence == 3)
        #expect(try HeldRows(rows).holds(of: accountID).count == 1)
        #expect(try rows.entry(of: accountID, at: 1) != nil)
        #expect(try rows.nextEntry(of: accountID, after: 1)?.sequence == 2)
        #expect(try rows.lastSequence(of: accountID) == 3)
        try rows.visitEntries(of: accountID, sequences: 1...3) { _, _, _ in }
        #expect(try rows.doubt(about: accountID) != nil)
        #expect(try rows.evidenceCount(of: accountID) == 1)
        #expect(try rows.toldRows(of: RecordPart(accountIDs: [accountID])).count == 2)
    }

    private func remove(_ rows: inout SealedRows) throws {
        try rows.removeHold(TransferID(rawValue: 1), of: accountID, staged: true)
        try rows.removePayee(payeeID, staged: true)
        try rows.removeHoldsAndPayees(of: RecordPart(accountIDs: [accountID]))
        try rows.removeEntry(of: accountID, at: 3)
        try rows.removeChain(of: accountID)
        try rows.removeDoubt(about: accountID)
        for isStaged in [false, true] {
            try rows.removeToldRows(of: accountID, staged: isStaged)
        }
        try rows.removeAccount(accountID, keepsEvidence: false)
        #expect(try rows.evidenceCount(of: accountID) == 0)
        #expect(try HeldRows(rows).account(accountID) == nil)
    }
}
