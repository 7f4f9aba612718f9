import CoreVocabulary
import LedgerService
import MoneyCore
import TerminalKit

/// Formats booked transfers as comma-separated values.
///
/// Each side of a transfer has its account, its holder, and its counterparty as shown on the
/// account's screen.
///
/// Source: RFC 4180. Text that a spreadsheet would interpret as a formula is prefixed with an
/// apostrophe (OWASP, CSV injection).
struct CSVTable {
    static let header =
        "booked_at,value_date,journal,transfer,currency,amount,debit_account,debit_holder,"
        + "debit_counterparty,credit_account,credit_holder,credit_counterparty,code,reference\r\n"
    /// Byte order mark, without which Excel does not recognise a file as UTF-8.
    static let byteOrderMark = "\u{FEFF}"

    /// Characters that begin a formula in some spreadsheet, also in full width.
    private static let formulaSigns = Set("=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars)
    /// Characters that separate cells in spreadsheets of some locale.
    private static let separators = Set(",;\t|".unicodeScalars)

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
            text(transfer.debit.counterparty),
            text(transfer.credit.number), text(transfer.credit.holder),
            text(transfer.credit.counterparty),
            String(transfer.code), text(transfer.reference),
        ]
        return cells.joined(separator: ",") + "\r\n"
    }

    private func timestamp(_ instant: Instant) -> String {
        let (hour, minute, second) = zone.time(of: instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(zone.date(of: instant))T\(two(hour)):\(two(minute)):\(two(second))"
    }

    /// Returns an untrusted text as a cell.
    ///
    /// It compares scalars, because in Swift a combining mark turns a comma into another character,
    /// but not in a spreadsheet.
    private func text(_ untrusted: String) -> String {
        let cell = guarded(SafeText(untrusted: untrusted, limit: .memo).plain.unicodeScalars)
        let needsQuotes = cell.contains { Self.separators.contains($0) || $0 == "\"" }
        guard needsQuotes else { return String(cell) }
        return "\"" + cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    /// Returns the text with an apostrophe before each character that could begin a formula.
    ///
    /// That is at the start and after each separator, since a spreadsheet of another locale may
    /// split the cell there. Spaces, quotation marks and combining marks in between are skipped.
    private func guarded(_ text: String.UnicodeScalarView) -> String.UnicodeScalarView {
        var result = String.UnicodeScalarView()
        var isAtStart = true
        for scalar in text {
            if isAtStart, Self.formulaSigns.contains(scalar) { result.append("'") }
            result.append(scalar)
            let isPadding = scalar == " " || scalar == "\"" || Self.isMark(scalar)
            isAtStart = Self.separators.contains(scalar) || (isAtStart && isPadding)
        }
        return result
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }
}
