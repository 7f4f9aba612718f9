import FoundationEssentials
import SyncCore

/// A loop that inserts the entries of a console's record again into an empty table of the same
/// schema.
///
/// Bytes, order, durability and commits are the same, but nothing is received, verified or sealed.
final class BareRecordLoop {
    /// Number of rows in a commit: as many as in a snapshot page.
    private static let commitRowCount = Int64(FeedBatch.changeLimit)

    private let source: SQLiteConnection
    private let target: SQLiteConnection

    /// Opens the record of a closed console, and creates the empty table.
    init(recordFolder: String, copyPath: String) throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: recordFolder)
        let record = files.first { path in
            let name = path.split(separator: "/").last ?? ""
            return name.hasPrefix("cache-") && name.hasSuffix(".sqlite")
        }
        guard let record else { throw BenchFailure("\(recordFolder) holds no record.") }
        source = try SQLiteConnection("\(recordFolder)/\(record)")
        target = try SQLiteConnection(copyPath, makesFile: true)
        // The settings of the record's own connection.
        try target.execute(
            """
            PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA cache_size = -2000;
            PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL;
            """
        )
        let form = try source.prepare("SELECT sql FROM sqlite_schema WHERE name = 'entry'").rows()
        guard let sql = form.first?.text(0) else { throw BenchFailure("A record has no entries.") }
        try target.execute(sql)
    }

    /// Inserts the entries of the longest account, and returns their number with the time for the
    /// writes.
    func measure() throws -> (rowCount: Int, time: Duration) {
        let page = try source.prepare(
            """
            SELECT * FROM entry WHERE sequence > ?1 AND sequence <= ?2
                AND account = (SELECT account FROM chain ORDER BY sequence DESC LIMIT 1)
            """
        )
        let insertion = try target.prepare("INSERT INTO entry VALUES (?, ?, ?, ?)")
        var rowCount = 0
        var time = Duration.zero
        while true {
            let first = Int64(rowCount)
            let rows = try page.rows(first, first + Self.commitRowCount)
            guard !rows.isEmpty else { return (rowCount, time) }
            time += try ContinuousClock().measure {
                try target.execute("BEGIN IMMEDIATE")
                for row in rows { try insertion.write(row) }
                try target.execute("COMMIT")
            }
            rowCount += rows.count
        }
    }
}
