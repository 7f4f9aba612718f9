import CSQLite

/// A plain connection to SQLite, as a loop without a bank would use.
final class SQLiteConnection {
    private let handle: OpaquePointer

    /// Opens an existing database file, or creates a new one.
    init(_ path: String, makesFile: Bool = false) throws {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | (makesFile ? SQLITE_OPEN_CREATE : 0)
        guard sqlite3_open_v2(path, &opened, flags, nil) == SQLITE_OK, let opened
        else { throw BenchFailure("SQLite cannot open \(path).") }
        handle = opened
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs statements without result rows.
    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    /// Compiles an SQL statement.
    func prepare(_ sql: String) throws -> SQLiteStatement {
        var compiled: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &compiled, nil) == SQLITE_OK, let compiled
        else { throw failure }
        return SQLiteStatement(compiled, of: self)
    }

    /// The latest error, in SQLite's words.
    var failure: BenchFailure { BenchFailure("SQLite: \(String(cString: sqlite3_errmsg(handle)))") }
}

/// A row's values in SQLite's own representation, so that they can be written again byte for byte.
final class SQLiteRow {
    fileprivate let values: [OpaquePointer?]

    fileprivate init(_ values: [OpaquePointer?]) {
        self.values = values
    }

    deinit { for value in values { sqlite3_value_free(value) } }

    /// Returns the integer in a column.
    func integer(_ column: Int) -> Int64 { sqlite3_value_int64(values[column]) }

    /// Returns the text in a column.
    func text(_ column: Int) -> String {
        sqlite3_value_text(values[column]).map { String(cString: $0) } ?? ""
    }
}

/// A compiled SQL statement.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let connection: SQLiteConnection

    fileprivate init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Returns all result rows for some numbers, of which as many are bound as have a parameter.
    func rows(_ numbers: Int64...) throws -> [SQLiteRow] {
        defer { sqlite3_reset(handle) }
        let parameterCount = Int(sqlite3_bind_parameter_count(handle))
        for (index, number) in numbers.prefix(parameterCount).enumerated() {
            sqlite3_bind_int64(handle, Int32(index + 1), number)
        }
        var rows: [SQLiteRow] = []
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW:
                rows.append(
                    SQLiteRow(
                        (0..<sqlite3_column_count(handle)).map {
                            sqlite3_value_dup(sqlite3_column_value(handle, $0))
                        }
                    )
                )
            case SQLITE_DONE: return rows
            default: throw connection.failure
            }
        }
    }

    /// Runs the statement with the values of a row.
    func write(_ row: SQLiteRow) throws { try write(CollectionOfOne(row)) }

    /// Runs the statement with the values of as many rows as it has places for.
    func write(_ rows: some Sequence<SQLiteRow>) throws {
        var place: Int32 = 0
        for row in rows {
            for value in row.values {
                place += 1
                sqlite3_bind_value(handle, place, value)
            }
        }
        let result = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard result == SQLITE_DONE else { throw connection.failure }
    }
}
