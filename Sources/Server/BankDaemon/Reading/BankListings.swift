import Certificates
package import CoreVocabulary
import LedgerCore
import LedgerService
package import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// The lists for operators, read from the books with or without a running server.
///
/// Each list is passed on page by page as it is read, so that memory is bounded and the first rows
/// appear at once, however large the bank is. A page is read as of one moment. An empty list has
/// one page without rows.
package struct BankListings: Sendable {
    /// Receives one page after the other, all with the same columns.
    package typealias Reader = (Listing) throws -> Void

    private let folder: DataFolder
    private let books: LedgerBooksReader
    private let zone: ZoneOffset
    /// Maximum number of rows of a page.
    private let pageCount: Int
    private let now: Instant

    /// Opens the books of a folder for reading.
    package init(
        _ folder: DataFolder,
        zone: ZoneOffset,
        now: Instant,
        pageCount: Int = ReadingChunk.rowCount,
        meter: StatementMeter? = nil
    ) throws {
        books = try folder.booksReader(meter: meter)
        self.folder = folder
        self.zone = zone
        self.pageCount = pageCount
        self.now = now
    }

    /// Lists all users in the order in which they were added.
    package func users(_ body: Reader) async throws {
        let columns = ["user", "name", "role", "state", "sessions", "added", "identifier"]
        try await forEachPage(columns, after: 0, at: \.number, body) { [now] reader, place, limit in
            try reader.userLines(after: place, at: now, limit: limit)
        } row: { [zone] _, user in
            [
                user.name, user.displayName, user.role,
                user.isDisabled ? "shut out" : "may sign in", String(user.openSessionCount),
                zone.text(of: user.addedAt), user.id.description,
            ]
        }
    }

    /// Lists the open sessions of one user or of all.
    package func sessions(ofUser name: String?, _ body: Reader) async throws {
        let userID = try await books.read { reader in
            try name.map { try reader.user(typed: $0).id }
        }
        let columns = ["session", "user", "terminal", "opened", "ends if silent", "ends at latest"]
        try await forEachPage(columns, after: .start, at: \.place, body) {
            [now] reader, place, limit in
            try reader.sessionLines(of: userID, after: place, at: now, limit: limit)
        } row: { [zone] _, session in
            [
                session.id.description, session.userName, session.terminal ?? "-",
                zone.text(of: session.openedAt), zone.text(of: session.idleEndsAt),
                zone.text(of: session.endsAt),
            ]
        }
    }

    /// Lists all accounts in the order of opening.
    package func accounts(_ body: Reader) async throws {
        let columns = ["account", "holder", "product", "currency", "booked", "held", "state"]
        try await forEachPage(columns, after: 0, at: \.number, body) {
            try $0.accounts(after: $1, limit: $2)
        } row: { _, line in
            let (account, profile) = (line.account.account, line.account.profile)
            return [
                profile.number, profile.holder, profile.product, account.currency.code,
                OperatorText.money(account.booked), OperatorText.money(account.held),
                account.isClosed ? "closed" : "open",
            ]
        }
    }

    /// Lists the facts about one account, one per row: its terms, its users and its holds.
    package func account(_ name: String, _ body: Reader) async throws {
        let columns = ["fact", "value"]
        let (id, facts) = try await books.read { [zone] reader in
            let stored = try reader.account(named: name)
            return (stored.account.id, Self.facts(of: stored, zone))
        }
        try body(Listing(columns, facts))
        try await forEachPage(columns, after: 0, at: \.number, body) {
            try $0.holderLines(of: id, after: $1, limit: $2)
        } row: { _, holder in
            ["access", "\(holder.userName): \(holder.access.word)"]
        }
        try await forEachPage(columns, after: 0, at: \.number, body) {
            try $0.pendingHolds(of: id, after: $1, limit: $2)
        } row: { [zone] _, line in
            let hold = line.hold
            let end = hold.expiresAt.map { ", until \(zone.endText(of: $0))" } ?? ""
            let amount = OperatorText.money(hold.amount)
            return ["hold", "\(hold.transferID): \(amount) for \(hold.counterparty)\(end)"]
        }
        try await incomingHolds(of: id, body)
    }

    /// Lists the pending holds of other accounts for an account, which prevent its closing.
    private func incomingHolds(of id: AccountID, _ body: Reader) async throws {
        // The account's counters show if there are any, as when it is closed.
        let hasSome = try await books.read { try $0.account(id)?.account.hasIncomingHolds ?? false }
        guard hasSome else { return }
        try await forEachPage(["fact", "value"], after: 0, at: \.number, body) {
            try $0.incomingHolds(of: id, after: $1, limit: $2)
        } row: { [zone] reader, line in
            guard let transfer = try reader.transfer(line.id)?.transfer else { return nil }
            let isCredited = transfer.creditAccountID == id
            let other = isCredited ? transfer.debitAccountID : transfer.creditAccountID
            let party = try reader.partyText(of: other)
            let end = transfer.kind.expiresAt.map { ", until \(zone.endText(of: $0))" } ?? ""
            let text = "\(transfer.id): \(OperatorText.money(transfer.amount)) from \(party)\(end)"
            return ["incoming hold", text]
        }
    }

    private static func facts(of stored: StoredAccount, _ zone: ZoneOffset) -> [[String]] {
        let (account, profile) = (stored.account, stored.profile)
        return [
            ["account", profile.number], ["identifier", account.id.description],
            ["holder", profile.holder], ["product", profile.product],
            ["branch", profile.branchCode], ["currency", account.currency.code],
            ["booked", OperatorText.money(account.booked)],
            ["held", OperatorText.money(account.held)],
            ["limits", account.limits.text(account.currency)],
            ["opened", zone.text(of: account.openedAt)],
            ["state", account.isClosed ? "closed" : "open"],
        ]
    }

    /// Lists the accounts that a user has access to.
    package func access(ofUser name: String, _ body: Reader) async throws {
        let userID = try await books.read { try $0.user(typed: name).id }
        let columns = ["account", "access", "holder"]
        try await forEachPage(columns, after: 0, at: \.number, body) {
            try $0.grantLines(of: userID, after: $1, limit: $2)
        } row: { _, grant in
            [grant.accountNumber, grant.access.word, grant.holder]
        }
    }

    /// Lists the payees of a user by account.
    package func payees(ofUser name: String, _ body: Reader) async throws {
        let userID = try await books.read { try $0.user(typed: name).id }
        let columns = ["account", "name", "currency"]
        try await forEachPage(columns, after: 0, at: \.number, body) {
            try $0.payees(of: userID, after: $1, limit: $2)
        } row: { _, line in
            let payee = line.payee
            return payee.isRemoved ? nil : [payee.number, payee.name, payee.currency.code]
        }
    }

    /// Lists the terminals with a certificate, a sign-in or a revocation, in byte order.
    package func terminals(_ body: Reader) async throws {
        let columns = ["terminal", "state", "last sign-in", "certificate until"]
        var devices = folder.tls.devices().map(\.description).sorted(by: Self.precedes)[...]
        var place: String? = ""
        var isFirst = true
        while let after = place {
            let known = try await books.list { [pageCount] reader in
                try reader.terminalLines(after: after, limit: pageCount)
            }
            place = known.count < pageCount ? nil : known.last?.name
            let own = devices.prefix { device in
                place.map { !Self.precedes($0, device) } ?? true
            }
            devices = devices.dropFirst(own.count)
            let names = Set(known.map(\.name))
            let unseen = own.filter { !names.contains($0) }.map { TerminalLine(name: $0) }
            let page = (known + unseen).sorted { Self.precedes($0.name, $1.name) }
            if isFirst || !page.isEmpty { try body(Listing(columns, try page.map(row(of:)))) }
            isFirst = false
        }
    }

    private func row(of terminal: TerminalLine) throws -> [String] {
        [
            terminal.name,
            terminal.revokedAt.map { "revoked \(zone.text(of: $0))" } ?? "trusted",
            terminal.lastOpenedAt.map { zone.text(of: $0) } ?? "never",
            try certificateEnd(of: terminal.name) ?? "not here",
        ]
    }

    private func certificateEnd(of terminal: String) throws -> String? {
        guard let name = DeviceName(terminal) else { return nil }
        let path = folder.tls.devicePath(name)
        guard PrivateFile.exists(path) else { return nil }
        let summary = try CertificateSummary(try folder.tls.certificate(path))
        return zone.text(of: Instant(secondsSinceEpoch: summary.validity.throughSeconds))
    }

    /// Returns true if the left name precedes the right one in the byte order of the books.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// Reads page after page and passes each to a body.
    ///
    /// `lines` returns the lines after a place, as many as the limit unless they are the last ones,
    /// and `row` the row of a line, or nil to omit it.
    private func forEachPage<Line, Place: Sendable>(
        _ columns: [String],
        after start: Place,
        at placeOf: @escaping @Sendable (Line) -> Place,
        _ body: Reader,
        lines: @escaping @Sendable (any ListingReading, Place, _ limit: Int) throws -> [Line],
        row: @escaping @Sendable (any ListingReading, Line) throws -> [String]?
    ) async throws {
        var place: Place? = start
        var isFirst = true
        while let after = place {
            let page = try await books.list { [pageCount] reader in
                let lines = try lines(reader, after, pageCount)
                let rows = try lines.compactMap { try row(reader, $0) }
                return (rows: rows, next: lines.count < pageCount ? nil : lines.last.map(placeOf))
            }
            if isFirst || !page.rows.isEmpty { try body(Listing(columns, page.rows)) }
            isFirst = false
            place = page.next
        }
    }
}

extension Account {
    /// True if a pending transfer will add to the account.
    fileprivate var hasIncomingHolds: Bool {
        switch normalBalance {
        case .credit: counters.creditsPending > 0
        case .debit: counters.debitsPending > 0
        }
    }
}
