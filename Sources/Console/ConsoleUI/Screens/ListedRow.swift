import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit
import WireProtocol

/// Something that stands in a list, with the name by which it is found again there: places change
/// when rows come and go.
protocol ListedRow {
    /// The name of the row in its list.
    var rowID: RowID { get }
}

extension AccountSummary: ListedRow {
    var rowID: RowID { RowID(record.accountID.rawValue) }
}

extension EntryRecord: ListedRow {
    var rowID: RowID {
        RowID(accountID.rawValue, part: UInt128(truncatingIfNeeded: accountSequence))
    }
}

extension OutboxItem: ListedRow {
    var rowID: RowID { RowID(intentKey.rawValue) }
}

extension HoldRecord: ListedRow {
    var rowID: RowID { RowID(transferID.rawValue) }
}

extension SessionSummary: ListedRow {
    var rowID: RowID { RowID(id.rawValue) }
}

extension StatementMonth: ListedRow {
    var rowID: RowID {
        RowID(UInt128(truncatingIfNeeded: year), part: UInt128(truncatingIfNeeded: month))
    }
}

extension Divergence: ListedRow {
    /// The entry, whatever is found wrong with it later.
    var rowID: RowID {
        RowID(
            fault.accountID.rawValue,
            part: UInt128(truncatingIfNeeded: fault.accountSequence)
        )
    }
}
