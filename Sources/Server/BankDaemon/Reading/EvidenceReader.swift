public import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// Reads what consoles submitted as evidence, with the names of their users and accounts.
public struct EvidenceReader: Sendable {
    /// How many entries are read at a time.
    private static let chunkCount = ReadingChunk.rowCount
    /// The most characters of a text in a list for people: no name of the bank has more, and a text
    /// that a console submitted may have thousands.
    public static let textLimit = ShownName.lengths.upperBound
    private static let columns = [
        "number", "received", "submitted by", "account", "entry", "amount", "from", "to",
        "reference", "receipt", "booked", "found", "books now",
    ]

    private let books: LedgerBooksReader
    private let zone: ZoneOffset

    /// Opens the books of a folder, to be read only.
    ///
    /// - Throws: ``DaemonError`` when there is no bank, or its books cannot be read.
    public init(_ folder: DataFolder, zone: ZoneOffset) throws {
        try folder.requireBank()
        self.zone = zone
        do {
            books = try LedgerBooksReader(path: folder.booksPath)
        } catch let error as LedgerStoreError {
            throw DaemonError(of: error, folder: folder)
        }
    }

    /// Hands all evidence to a body in the order of its arrival, some at a time and in bounded
    /// memory.
    ///
    /// - Parameter body: Takes one list after the other, all with the same columns.
    /// - Returns: The number of entries.
    /// - Throws: What the body throws, and what the books throw.
    public func forEach(_ body: (Listing) throws -> Void) async throws -> Int {
        let zone = zone
        var count = 0
        var last: Int64? = 0
        while let after = last {
            let chunk = try await books.list { reader in
                let found = try reader.evidenceLines(after: after, limit: Self.chunkCount)
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
        // What adds to the account was paid by the other side.
        let isPaidIn = entry.amount.minorUnits >= 0
        return [
            String(line.number), zone.text(of: evidence.receivedAt), line.userName, own,
            String(entry.accountSequence), MoneyFormatter(.plain).textWithCode(entry.amount),
            isPaidIn ? entry.counterparty : own, isPaidIn ? own : entry.counterparty,
            entry.reference, entry.journalID.description, zone.text(of: entry.bookedAt),
            evidence.reason.rawValue, try booksNow(of: entry),
        ]
    }

    /// What the books say now at the place of an entry.
    private func booksNow(of entry: EntryRecord) throws -> String {
        guard let change = try change(atPlaceOf: entry) else { return "nothing there" }
        return change == .entry(entry) ? "this entry" : "another entry"
    }
}
