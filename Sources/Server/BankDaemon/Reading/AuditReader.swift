package import CoreVocabulary
import LedgerService
import LedgerStoreSQLite

/// Reads the audit log with the names of the actors and objects.
package struct AuditReader: Sendable {
    /// Conditions for the listed rows, all of which must hold.
    package struct Filter: Hashable, Sendable {
        /// Only rows that a user caused, or that are about the user or their sessions.
        package var user: String?
        /// Only rows of this day or later.
        package var from: BusinessDate?
        /// Only rows of this day or earlier.
        package var through: BusinessDate?
        /// Only rows with this receipt.
        package var receipt: String?
        /// Only rows about this name, number or identifier, as the list prints it.
        ///
        /// For an account, its bookings and holds are included.
        package var object: String?

        /// Creates a filter, which without arguments matches every row.
        package init(
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

    private static let columns = [
        "number", "time", "action", "result", "by", "object", "count", "note", "receipt",
    ]
    /// The indices of the object and receipt columns.
    static let (objectColumn, receiptColumn) = (5, 8)

    private let books: LedgerBooksReader
    private let zone: ZoneOffset

    /// Opens the books of a folder for reading.
    package init(_ folder: DataFolder, zone: ZoneOffset) throws {
        self.zone = zone
        books = try folder.booksReader()
    }

    /// Passes the matching rows to a body, oldest first, in chunks of bounded memory.
    ///
    /// - Throws: Errors of the body, and ``DaemonError`` if no user has the name, the receipt is
    ///   invalid, or no row at all is about the receipt and the object.
    package func forEach(_ filter: Filter, _ body: (Listing) throws -> Void) async throws {
        let subject = try await books.read { try AuditSubject(filter, in: $0) }
        let isFound = try await forEach(filter, subject, body)
        let about = Filter(receipt: filter.receipt, object: filter.object)
        guard !isFound, about != Filter() else { return }
        // There may be rows about it on another day or by another user.
        let isKnown = about == filter ? false : try await forEach(about, subject, { _ in })
        guard isKnown else { throw AuditSubject.unknown(filter) }
    }

    /// Passes the matching rows to a body.
    private func forEach(
        _ filter: Filter,
        _ subject: AuditSubject,
        _ body: (Listing) throws -> Void
    ) async throws -> Bool {
        let (userID, head) = try await books.read { reader in
            (try filter.user.map { try reader.user(typed: $0).id }, try reader.auditHead().number)
        }
        var isFound = false
        var last: Int64 = 0
        while last < head {
            let after = last
            last = min(after + Int64(ReadingChunk.rowCount), head)
            let texts = try await books.list { [zone, last] reader in
                let lines = try reader.auditLines(after: after, upTo: last, about: userID)
                    .filter { filter.contains(zone.date(of: $0.row.at)) }
                let revoked = try reader.revokedTerminals(of: lines.map(\.row))
                return try lines.compactMap { line -> [String]? in
                    let texts = try line.texts(zone, revoked, reader)
                    return try subject.contains(line, texts, in: reader) ? texts : nil
                }
            }
            guard !texts.isEmpty else { continue }
            isFound = true
            try body(Listing(Self.columns, texts))
        }
        return isFound
    }
}

extension AuditReader.Filter {
    /// Returns true if the filter includes a day.
    fileprivate func contains(_ day: BusinessDate) -> Bool {
        day >= from ?? day && day <= through ?? day
    }
}

extension AuditLine {
    /// Returns the row in the columns of the list.
    fileprivate func texts(
        _ zone: ZoneOffset,
        _ revoked: [UInt128: String],
        _ reader: any LedgerReading
    ) throws -> [String] {
        let journalID = try reader.journalID(of: row)
        return [
            String(row.number), zone.text(of: row.at), String(describing: row.action),
            String(describing: row.result),
            row.actor.map { actorName ?? $0.description } ?? "the bank",
            row.objectBits.map { objectName($0, revoked) } ?? "-", String(row.count),
            try noteText(in: reader), journalID?.description ?? "-",
        ]
    }

    /// Returns the object's name, or its identifier if it has none.
    private func objectName(_ bits: UInt128, _ revoked: [UInt128: String]) -> String {
        let id = UserID(rawValue: bits).description
        switch row.action {
        case .userAdded, .userDisabled, .userEnabled, .userUnlocked, .totpReset, .roleChanged,
            .passwordChanged:
            return objectUserName ?? id
        case .accountOpened, .accessChanged, .payeeChanged, .accountClosed, .limitsChanged,
            .evidenceSubmitted:
            return objectAccountNumber ?? askedNumber ?? id
        case .signIn, .signOut, .sessionEndedByUser, .sessionRevoked, .refreshTokenReused,
            .sessionDisplaced, .wipeOrdered, .consoleWiped:
            return objectSessionUserName.map { "session \(id) of \($0)" } ?? objectUserName ?? id
        case .terminalRevoked:
            return revoked[bits] ?? id
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

extension LedgerReading {
    /// Returns the names of revoked terminals by the bits that stand for them in the audit log.
    func revokedTerminals(of rows: [AuditRow]) throws -> [UInt128: String] {
        guard rows.contains(where: { $0.action == .terminalRevoked }) else { return [:] }
        let names = try revokedTerminals()
        return Dictionary(
            names.map { (AuditRow.objectBits(ofTerminal: $0), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
