import CSQLite
import CoreVocabulary
import Cryptography

/// The byte form of a row of any table, from which its hash in a ``TableDigest`` is made.
///
/// `table name ‖ (type ‖ value)…` in the order of the columns; text and blobs carry their length.
struct RowBytes {
    private static let rowCapacity = 256

    private var encoder: CanonicalEncoder

    /// Begins with a row of a table.
    init(ofTable table: String) {
        encoder = CanonicalEncoder(reservingCapacity: Self.rowCapacity)
        encoder.write(table)
    }

    /// The hash of the row.
    var hash: Digest256 { SHA256.digest(of: encoder.bytes) }

    /// Writes a value that the preupdate hook hands out.
    mutating func write(_ value: OpaquePointer) {
        let type = sqlite3_value_type(value)
        if type == SQLITE_INTEGER {
            write(type, integer: sqlite3_value_int64(value))
        } else {
            write(type, start: sqlite3_value_blob(value), count: sqlite3_value_bytes(value))
        }
    }

    /// Writes a column of the row that a statement stands on.
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
        // NULL and what is empty have no address and no bytes; the type tells them apart.
        encoder.write(
            start.map { [UInt8](UnsafeRawBufferPointer(start: $0, count: Int(count))) } ?? []
        )
    }
}
