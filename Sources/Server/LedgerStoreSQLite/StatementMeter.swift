import CSQLite
import GRDB
import Synchronization

/// Counter of the virtual machine steps that SQLite takes for the statements of a store.
///
/// Unlike times, they are the same on every machine, so tests can compare the cost of a request in
/// a small bank and in a large one. A store without a meter has no overhead.
package final class StatementMeter: Sendable {
    private let steps = Mutex<Int64>(0)

    /// Creates a meter that starts at zero.
    package init() {}

    /// Number of steps of all statements that have ended.
    package var stepCount: Int64 { steps.withLock { $0 } }

    /// Counts what a connection does from now on.
    ///
    /// SAFETY: SQLite keeps the address of this object for as long as the connection is open; the
    /// store that opens it keeps the object in its options until after that.
    func watch(_ database: Database) {
        sqlite3_trace_v2(
            database.sqliteConnection,
            UInt32(SQLITE_TRACE_PROFILE),
            { _, context, statement, _ in
                guard let context, let statement else { return 0 }
                let meter = Unmanaged<StatementMeter>.fromOpaque(context).takeUnretainedValue()
                let steps = sqlite3_stmt_status(
                    OpaquePointer(statement),
                    SQLITE_STMTSTATUS_VM_STEP,
                    1
                )
                meter.steps.withLock { $0 += Int64(steps) }
                return 0
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }
}
