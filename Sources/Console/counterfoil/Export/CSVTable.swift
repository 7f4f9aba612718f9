import CoreVocabulary
import LedgerService
import MoneyCore
import TerminalKit

/// Prints booked transfers as comma-separated values.
///
/// Source: RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe
/// (OWASP, CSV injection).
struct CSVTable {
    static let header =
        "booked_at,value_date,journal,transfer,currency,amount,debit_account,debit_holder,"
        + "credit_account,credit_holder,code,reference\r\n"

    private let zone: ZoneOffset
    private let formatter = MoneyFormatter(.plain)

    init(zone: ZoneOffset) {
        self.zone = zone
    }

    func line(of transfer: ExportedTransfer) -> String {
        let cells = [
            timestamp(transfer.bookedAt), transfer.valueDate.description,
            transfer.journalID.description, transfer.transferID.description,
            transfer.amount.currency.code, formatter.text(transfer.amount),
            text(transfer.debit.number), text(transfer.debit.holder),
            text(transfer.credit.number), text(transfer.credit.holder),
            String(transfer.code), text(transfer.reference),
        ]
        return cells.joined(separator: ",") + "\r\n"
    }

    private func timestamp(_ instant: Instant) -> String {
        let (hour, minute, second) = zone.time(of: instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(zone.date(of: instant))T\(two(hour)):\(two(minute)):\(two(second))"
    }

    private func text(_ untrusted: String) -> String {
        var cell = SafeText(untrusted: untrusted, limit: .memo).plain
        if let first = cell.first, "=+-@".contains(first) { cell = "'" + cell }
        let needsQuotes = cell.contains { $0 == "," || $0 == "\"" }
        guard needsQuotes else { return cell }
        return "\""
            + cell.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
