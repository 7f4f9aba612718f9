public import CoreVocabulary
import LedgerService
import LedgerStoreSQLite

/// Reads the audit log with the names of those who did something, and of what they did it to.
public struct AuditReader: Sendable {
    /// Which lines are meant; all that is given must hold.
    public struct Filter: Hashable, Sendable {
        /// Only lines that a user caused, or that are about them or their sessions.
        public var user: String?
        /// Only lines of this day or later.
        public var from: BusinessDate?
        /// Only lines of this day or earlier.
        public var through: BusinessDate?
        /// Only lines with this receipt.
        public var receipt: String?
        /// Only lines about this: a name, a number or an identifier, as the list prints it.
        public var object: String?

        /// Makes a filter; without arguments it lets everything through.
        public init(
            user: String? = nil,
            from: BusinessDate? = nil,
            through: BusinessDate? = nil,
            receipt: String? = nil,
            object: String? = nil
        ) {
            self.user = user
            self.from = from
            self.through = through
            self.receipt = receipt
            self.object = object
        }
    }

    /// How many lines are read at a time.
    private static let chunkCount = ReadingChunk.rowCount
    private static let columns = [
        "number", "time", "action", "result", "by", "object", "count", "note", "receipt",
    ]
    fileprivate static let (objectColumn, receiptColumn) = (5, 8)

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

    /// Hands the lines that are meant to a body, oldest first, some at a time and in bounded memory.
    ///
    /// - Parameters:
    ///   - filter: Which.
    ///   - body: Takes one list after the other, all with the same columns.
    /// - Throws: What the body throws, and ``DaemonError`` when nobody has the user name, or the
    ///   receipt is none.
    public func forEach(_ filter: Filter, _ body: (Listing) throws -> Void) async throws {
        let filter = try filter.withWholeIdentifiers()
        let (userID, head) = try await books.read { reader in
            (
                try filter.user.map { try reader.user(typed: $0).id },
                try reader.auditHead().number
            )
        }
        var last: Int64 = 0
        while last < head {
            let after = last
            last = min(after + Int64(Self.chunkCount), head)
            let texts = try await books.list { [zone, last] reader in
                let lines = try reader.auditLines(after: after, upTo: last, about: userID)
                    .filter { filter.contains(zone.date(of: $0.row.at)) }
                let revoked =
                    lines.contains { $0.row.action == .terminalRevoked }
                    ? try reader.revokedTerminals() : []
                return try lines.map { try $0.texts(zone, revoked, reader) }
                    .filter { filter.isMet(by: $0) }
            }
            if !texts.isEmpty { try body(Listing(Self.columns, texts)) }
        }
    }
}

extension AuditReader.Filter {
    /// True if a line of a day is meant, as far as the day goes.
    fileprivate func contains(_ day: BusinessDate) -> Bool {
        day >= from ?? day && day <= through ?? day
    }

    /// The filter with identifiers as the list prints them.
    fileprivate func withWholeIdentifiers() throws(DaemonError) -> Self {
        var filter = self
        if let receipt {
            let id: JournalID = try OperatorText.identifier(receipt, "receipt")
            filter.receipt = id.description
        }
        // The identifier of anything else is printed in the same form.
        let id: JournalID? = object.flatMap { OperatorText.identifier($0) }
        if let id { filter.object = id.description }
        return filter
    }

    /// True if the receipt and the object of a row are those that are meant.
    fileprivate func isMet(by row: [String]) -> Bool {
        guard receipt == nil || row[AuditReader.receiptColumn] == receipt else { return false }
        guard let object, row[AuditReader.objectColumn] != object else { return true }
        // Such as `session`, an identifier, `of` and a name.
        return row[AuditReader.objectColumn].split(separator: " ").contains { $0 == object }
    }
}

extension AuditLine {
    /// The line in the columns of the list.
    ///
    /// - Parameters:
    ///   - zone: The bank's.
    ///   - revoked: The names of the terminals whose trust was taken.
    ///   - reader: The books, in which the journals are looked up.
    /// - Returns: A text for each column.
    /// - Throws: What the books throw.
    fileprivate func texts(
        _ zone: ZoneOffset,
        _ revoked: [String],
        _ reader: any LedgerReading
    ) throws -> [String] {
        let journalID = try reader.journalID(of: row)
        // A line of several journals names the first of them alone.
        let isOfBank = row.action == .journalsPosted && row.count == 1
        let booked = try isOfBank ? journalID.flatMap { try reader.words(of: $0) } : nil
        return [
            String(row.number), zone.text(of: row.at), String(describing: row.action),
            String(describing: row.result),
            row.actor.map { actorName ?? $0.description } ?? "the bank",
            row.objectBits.map { objectName($0, revoked) } ?? "-", String(row.count),
            booked ?? noteText, journalID?.description ?? "-",
        ]
    }

    /// Whom the line concerns, and what was given or why it was refused; a hyphen for neither.
    private var noteText: String {
        let concerned = row.concernedID.map { concernedName ?? $0.description }
        let note: String? =
            if case .access(let access?)? = row.note { access.word } else { row.note?.description }
        let parts = [concerned, note].compactMap { $0 }
        return parts.isEmpty ? "-" : parts.joined(separator: ": ")
    }

    /// What the line is about, as people know it; its identifier where it has no name.
    private func objectName(_ bits: UInt128, _ revoked: [String]) -> String {
        let id = UserID(rawValue: bits).description
        switch row.action {
        case .userAdded, .userDisabled, .userEnabled, .userUnlocked, .totpReset, .roleChanged,
            .passwordChanged:
            return objectUserName ?? id
        case .accountOpened, .accessChanged, .payeeChanged, .accountClosed, .limitsChanged,
            .evidenceSubmitted:
            return objectAccountNumber ?? id
        case .signIn, .signOut, .sessionEndedByUser, .sessionRevoked, .refreshTokenReused,
            .sessionDisplaced, .wipeOrdered, .consoleWiped:
            return objectSessionUserName.map { "session \(id) of \($0)" } ?? objectUserName ?? id
        case .terminalRevoked:
            return revoked.first { AuditRow.objectBits(ofTerminal: $0) == bits } ?? id
        case .intentDecided, .authorisationRefused, .deviceSequenceBroken, .intentMismatched,
            .intentCancelled:
            return "intent \(id)"
        case .masterKeyBegun, .masterKeyRetired: return "master key \(bits)"
        case .journalsPosted: return "journal \(id)"
        case .pendingsExpired: return "transfer \(id)"
        case .signingKeyBegun: return "signing key \(id)"
        case .booksRestored: return "epoch \(bits)"
        case .clockAccepted: return "the bank's clock"
        case .syncRollbackDetected, .deviceRegistered: return "console \(id)"
        }
    }
}
