package import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// Reads submitted evidence with the names of its users and accounts.
package struct EvidenceReader: Sendable {
    /// Maximum number of characters of a text in a list for people.
    ///
    /// The bank's names are no longer, but submitted texts may have thousands.
    package static let textLimit = ShownName.lengths.upperBound
    private static let columns = [
        "number", "received", "submitted by", "account", "entry", "amount", "from", "to",
        "reference", "receipt", "booked", "found", "books now",
    ]

    private let books: LedgerBooksReader
    private let zone: ZoneOffset

    /// Opens the books of a folder for reading.
    package init(_ folder: DataFolder, zone: ZoneOffset) throws {
        self.zone = zone
        books = try folder.booksReader()
    }

    /// Passes all evidence to a body in the order of arrival, in chunks of bounded memory.
    package func forEach(_ body: (Listing) throws -> Void) async throws -> Int {
        let zone = zone
        var count = 0
        var last: Int64? = 0
        while let after = last {
            let chunk = try await books.list { reader in
                let found = try reader.evidenceLines(after: after, limit: ReadingChunk.rowCount)
                let texts = try found.map { try reader.texts(of: $0, zone) }
                return (last: found.last?.number, texts: texts)
            }
            if !chunk.texts.isEmpty { try body(Listing(Self.columns, chunk.texts)) }
            count += chunk.texts.count
            last = chunk.last
        }
        return count
    }
}

extension LedgerReading {
    fileprivate func texts(of line: EvidenceLine, _ zone: ZoneOffset) throws -> [String] {
        let (evidence, own) = (line.evidence, line.accountNumber)
        let entry = evidence.entry
        // The other side paid an amount that adds to the account.
        let isPaidIn = entry.amount.minorUnits >= 0
        return [
            String(line.number), zone.text(of: evidence.receivedAt), line.userName, own,
            String(entry.accountSequence), OperatorText.money(entry.amount),
            isPaidIn ? entry.counterparty : own, isPaidIn ? own : entry.counterparty,
            entry.reference, entry.journalID.description, zone.text(of: entry.bookedAt),
            evidence.reason.rawValue, try booksNow(of: entry),
        ]
    }

    /// Returns what the books have now at the place of an entry.
    private func booksNow(of entry: EntryRecord) throws -> String {
        guard let change = try change(atPlaceOf: entry) else { return "nothing there" }
        return change == .entry(entry) ? "this entry" : "another entry"
    }
}
