import CSQLite
import CoreVocabulary
import Cryptography

/// Canonical encoding of a table row, whose hash is counted in a ``TableDigest``.
///
/// `table name ‖ (type ‖ value)…` in the order of the columns; texts and blobs have a length
/// prefix.
struct RowBytes {
    private var encoder = CanonicalEncoder(reservingCapacity: 0)

    /// Begins the encoding of a row of a table; an earlier row is gone.
    mutating func begin(ofTable table: String) {
        encoder.removeAll()
        encoder.write(table)
    }

    /// The SHA-256 of the encoded row.
    var hash: Digest256 { SHA256.digest(of: encoder.bytes) }

    /// Appends a value from the preupdate hook.
    mutating func write(_ value: OpaquePointer) {
        let type = sqlite3_value_type(value)
        if type == SQLITE_INTEGER {
            write(type, integer: sqlite3_value_int64(value))
        } else {
            write(type, start: sqlite3_value_blob(value), count: sqlite3_value_bytes(value))
        }
    }

    /// Appends a column of a statement's current row.
    mutating func write(_ statement: OpaquePointer, column: Int32) {
        let type = sqlite3_column_type(statement, column)
        if type == SQLITE_INTEGER {
            write(type, integer: sqlite3_column_int64(statement, column))
        } else {
            write(
                type,
                start: sqlite3_column_blob(statement, column),
                count: sqlite3_column_bytes(statement, column)
            )
        }
    }

    private mutating func write(_ type: Int32, integer: Int64) {
        encoder.write(UInt8(truncatingIfNeeded: type))
        encoder.write(integer)
    }

    private mutating func write(_ type: Int32, start: UnsafeRawPointer?, count: Int32) {
        encoder.write(UInt8(truncatingIfNeeded: type))
        // NULL and empty values have no address and no bytes. The type distinguishes them.
        let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count))
        encoder.write(bytes: bytes)
    }
}
