import CSQLite
import CoreVocabulary
import Cryptography
import GRDB

/// Value that is bound to a statement.
enum SQLValue {
    case null
    case number(Int64)
    case text(String)
    case blob([UInt8])
    case bits(UInt128)
    case digest(Digest256)

    static func id<Subject>(_ id: Identifier<Subject>) -> SQLValue { .bits(id.rawValue) }
    static func id<Subject>(_ id: Identifier<Subject>?) -> SQLValue {
        id.map { .bits($0.rawValue) } ?? .null
    }
    static func instant(_ instant: Instant) -> SQLValue {
        .number(instant.nanosecondsSinceEpoch)
    }
    static func instant(_ instant: Instant?) -> SQLValue {
        instant.map { .number($0.nanosecondsSinceEpoch) } ?? .null
    }
    static func integer(_ value: Int64?) -> SQLValue { value.map { .number($0) } ?? .null }
    static func integer(_ value: some FixedWidthInteger) -> SQLValue { .number(Int64(value)) }
    static func flag(_ value: Bool) -> SQLValue { .number(value ? 1 : 0) }

    /// Binds the value to a parameter of a statement, counted from 1.
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        switch self {
        case .null: sqlite3_bind_null(statement, place)
        case .number(let value): sqlite3_bind_int64(statement, place, value)
        case .text(var text):
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    sqlite3_bind_text(
                        statement,
                        place,
                        characters.baseAddress ?? Self.nothing,
                        Int32(characters.count),
                        Self.copied
                    )
                }
            }
        case .blob(let bytes):
            bytes.withUnsafeBytes { Self.bind($0, to: statement, at: place) }
        case .bits(let bits):
            withUnsafeBytes(of: bits.bigEndian) { Self.bind($0, to: statement, at: place) }
        case .digest(let digest):
            digest.withBytes { span in
                span.withUnsafeBytes { Self.bind($0, to: statement, at: place) }
            }
        }
    }

    private static func bind(
        _ bytes: UnsafeRawBufferPointer,
        to statement: OpaquePointer,
        at place: Int32
    ) -> Int32 {
        // With a null pointer, SQLite would bind NULL.
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            return sqlite3_bind_zeroblob(statement, place, 0)
        }
        return sqlite3_bind_blob(statement, place, start, Int32(bytes.count), copied)
    }

    // SAFETY: the documented constant SQLITE_TRANSIENT, (void(*)(void*))-1, which C macros hide
    // from Swift; SQLite compares it and never calls it.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// The address of an empty text, which must not be NULL.
    private static var nothing: UnsafePointer<CChar> {
        // SAFETY: a static string of one zero byte.
        UnsafePointer(OpaquePointer(("" as StaticString).utf8Start))
    }
}

/// Current row of a statement; columns count from 0.
struct SQLRow {
    fileprivate let statement: OpaquePointer

    func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(statement, column) == SQLITE_NULL
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func integer<Value: FixedWidthInteger>(
        _ column: Int32,
        as type: Value.Type
    ) throws(LedgerStoreError) -> Value {
        guard let value = Value(exactly: integer(column)) else { throw damaged }
        return value
    }

    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    func instant(_ column: Int32) -> Instant { Instant(nanosecondsSinceEpoch: integer(column)) }

    func optionalInstant(_ column: Int32) -> Instant? {
        isNull(column) ? nil : instant(column)
    }

    func flag(_ column: Int32) -> Bool { integer(column) != 0 }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func bytes(_ column: Int32) -> [UInt8] { withBytes(column) { [UInt8]($0) } }

    func id<Subject>(_ column: Int32) throws(LedgerStoreError) -> Identifier<Subject> {
        guard let id = withBytes(column, { Identifier<Subject>(bytes: $0) }) else { throw damaged }
        return id
    }

    func optionalID<Subject>(_ column: Int32) throws(LedgerStoreError) -> Identifier<Subject>? {
        isNull(column) ? nil : try id(column)
    }

    func digest(_ column: Int32) throws(LedgerStoreError) -> Digest256 {
        guard let digest = withBytes(column, { Digest256($0) }) else { throw damaged }
        return digest
    }

    /// Returns the case of a numbered enumeration, from a row of a table.
    func value<Value: RawRepresentable>(
        _ column: Int32,
        in table: StaticString,
        file: StaticString = #fileID,
        line: UInt = #line
    ) throws(LedgerStoreError) -> Value where Value.RawValue: FixedWidthInteger {
        guard let value = Value(rawValue: try integer(column, as: Value.RawValue.self)) else {
            throw LedgerStoreError.invalidRow(table, file: file, line: line)
        }
        return value
    }

    func date(_ column: Int32) throws(LedgerStoreError) -> BusinessDate {
        guard let date = BusinessDate(dayNumber: try integer(column, as: Int32.self)) else {
            throw damaged
        }
        return date
    }

    private func withBytes<Value>(
        _ column: Int32,
        _ body: (UnsafeRawBufferPointer) -> Value
    ) -> Value {
        let start = sqlite3_column_blob(statement, column)
        let count = Int(sqlite3_column_bytes(statement, column))
        return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    private var damaged: LedgerStoreError {
        LedgerStoreError(.rowInvalid, "A row holds what this program never writes.")
    }
}

extension Database {
    /// Runs a cached statement and passes each row to a body.
    ///
    /// GRDB compiles and caches the statements. Stepping and binding call SQLite directly, because
    /// a batch of thousands of rows spends most of its time here. The body must not run the same
    /// SQL text again.
    func forEach(_ sql: String, _ values: [SQLValue] = [], _ body: (SQLRow) throws -> Void) throws {
        try walk(sql, values) { row in
            try body(row)
            return true
        }
    }

    /// Returns the value of a statement's first row; nil if there is none.
    ///
    /// Later rows are not read.
    func first<Value>(
        _ sql: String,
        _ values: [SQLValue] = [],
        _ body: (SQLRow) throws -> Value
    ) throws -> Value? {
        var found: Value?
        try walk(sql, values) { row in
            found = try body(row)
            return false
        }
        return found
    }

    /// Returns true if a statement has a row.
    func hasRow(_ sql: String, _ values: [SQLValue] = []) throws -> Bool {
        try first(sql, values) { _ in true } ?? false
    }

    /// Returns true if a table exists; a step of the schema may not have created it yet.
    func hasTable(_ name: String) throws -> Bool {
        let tables = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
        return try hasRow(tables, [.text(name)])
    }

    /// Returns the number in a statement's first row; nil if there is no row.
    func integer(_ sql: String, _ values: [SQLValue] = []) throws -> Int64? {
        try first(sql, values) { $0.integer(0) }
    }

    /// Passes each row of a statement to a body until it returns a value, and returns that value.
    func firstFound<Value>(
        _ sql: String,
        _ values: [SQLValue] = [],
        _ body: (SQLRow) throws -> Value?
    ) throws -> Value? {
        var found: Value?
        try walk(sql, values) { row in
            found = try body(row)
            return found == nil
        }
        return found
    }

    /// Runs a statement to its end, or until the body returns false for a row.
    private func walk(
        _ sql: String,
        _ values: [SQLValue],
        while body: (SQLRow) throws -> Bool
    ) throws {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        for (index, value) in values.enumerated() {
            guard value.bind(to: statement, at: Int32(index + 1)) == SQLITE_OK else {
                throw LedgerStoreError(lastFailureOf: sqliteConnection)
            }
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: if try !body(SQLRow(statement: statement)) { return }
            case SQLITE_DONE: return
            default: throw LedgerStoreError(lastFailureOf: sqliteConnection)
            }
        }
    }

    /// Returns the values of all rows of a statement.
    func all<Value>(
        _ sql: String,
        _ values: [SQLValue] = [],
        _ body: (SQLRow) throws -> Value
    ) throws -> [Value] {
        var found: [Value] = []
        try forEach(sql, values) { found.append(try body($0)) }
        return found
    }

    /// Checks that the database transaction is still active.
    ///
    /// After some failures SQLite rolls back the transaction by itself, and later writes would be
    /// committed without the earlier ones.
    ///
    /// - Throws: ``LedgerStoreError`` if it is not.
    func requireTransaction() throws(LedgerStoreError) {
        guard isInsideTransaction else {
            throw LedgerStoreError(
                .database(SQLITE_ABORT),
                "The database transaction was rolled back."
            )
        }
    }
}
