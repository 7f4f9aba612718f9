import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit
import WireProtocol

/// A row with an identifier by which its list finds it again: places change when rows come and go.
protocol ListedRow {
    /// The identifier of the row in its list.
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
    /// The identifier of the entry, whatever is found wrong with it later.
    var rowID: RowID {
        RowID(fault.accountID.rawValue, part: UInt128(truncatingIfNeeded: fault.accountSequence))
    }
}
