import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore

extension RecordReader {
    /// Returns the months with a statement, newest first: from the first entry's month to the last
    /// one's, by booking date, without gaps.
    func statementMonths(of accountID: AccountID) async throws -> [StatementMonth] {
        let zone = zone
        return try await health.read { records in
            let account = try await Self.account(accountID, in: records)
            let last = account.head.accountSequence
            guard last > 0 else { return [] }
            let bookings = BookingOrder(accountID: accountID, records: records)
            let first = StatementMonth(of: try await bookings.entry(1).bookedAt, in: zone)
            var month = StatementMonth(of: try await bookings.entry(last).bookedAt, in: zone)
            var months = [month]
            while first < month {
                month = month.previous
                months.append(month)
            }
            return months
        }
    }

    /// Returns the statement of a month, from the local record.
    func statement(of accountID: AccountID, month: StatementMonth) async throws -> Statement {
        guard let start = month.start(in: zone), let end = month.next.start(in: zone) else {
            throw ClientError(.statementUnknown)
        }
        let rule = machine.freshnessRule
        let (account, figures) = try await health.read { records in
            let account = try await Self.account(accountID, in: records)
            return (account, try await StatementFigures(account, start..<end, records))
        }
        let currency = account.record.currency
        return Statement(
            account: account.record,
            month: month,
            opening: Money(minorUnits: figures.openingMinorUnits, currency: currency),
            closing: Money(minorUnits: figures.closingMinorUnits, currency: currency),
            credits: Money(minorUnits: figures.creditsMinorUnits, currency: currency),
            debits: Money(minorUnits: figures.debitsMinorUnits, currency: currency),
            places: figures.places,
            newestSequence: account.head.accountSequence,
            chainHash: figures.chainHash.description,
            freshness: balance(of: account, by: rule).freshness
        )
    }
}
