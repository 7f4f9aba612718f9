import CoreVocabulary
import Cryptography
import GRDB
import LedgerService

extension Checker {
    func feedHasNoGaps() throws -> CheckFinding? {
        var last: Int64 = 0
        var finding: CheckFinding?
        try database.forEach(
            """
            SELECT feed_sequence, backfill_count, group_sequence FROM change
            UNION ALL SELECT feed_sequence, 0, group_sequence FROM entry ORDER BY 1
            """
        ) { row in
            let number = row.integer(0)
            if finding == nil, number != last + 1 || row.integer(2) > number {
                finding = CheckFinding(.feedHasNoGaps, "feed \(number)")
            }
            last = number + row.integer(1)
        }
        return finding
    }

    func auditHolds() throws -> CheckFinding? {
        var last = (number: Int64(0), hash: Digest256.zero)
        var finding: CheckFinding?
        try database.forEach(
            """
            SELECT audit_no, at, actor, action, object, result, count, detail, hash FROM audit
            ORDER BY audit_no
            """
        ) { stored in
            if finding != nil { return }
            let row = try SQLiteReader.auditRow(stored)
            let hash = row.chained(after: last.hash)
            if try row.number != last.number + 1 || hash != stored.digest(8) {
                finding = CheckFinding(.auditHolds, "audit \(row.number)")
            }
            last = (row.number, hash)
        }
        return finding
    }
}
