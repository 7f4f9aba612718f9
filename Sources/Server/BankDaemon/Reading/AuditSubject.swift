import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite

/// The receipt and the object of an audit log query, in the forms in which the list prints them.
struct AuditSubject: Sendable {
    private let receipt: String?
    /// The texts of which a matching row has one; nil if every object matches.
    private let names: Set<String>?
    /// The journal of the transfer that is the object, printed as receipt in rows about it.
    private let journal: String?
    /// The account that is the object, whose bookings and holds match as well.
    private let accountID: AccountID?

    /// Parses the typed texts.
    ///
    /// Identifiers may lack hyphens and have any letter case. An account is given by its number,
    /// with or without spaces, or by its identifier. Users and transfers can be given by their
    /// identifiers.
    ///
    /// - Throws: ``DaemonError``: `badData` for an invalid receipt or an ambiguous account; errors
    ///   of the books.
    init(_ filter: AuditReader.Filter, in reader: any LedgerReading) throws {
        let receiptID: JournalID? = try filter.receipt.map {
            try OperatorText.identifier($0, "receipt")
        }
        receipt = receiptID?.description
        guard let object = filter.object else {
            (names, journal, accountID) = (nil, nil, nil)
            return
        }
        let words = object.split(separator: " ").map { word -> String in
            let id: JournalID? = OperatorText.identifier(String(word))
            return id?.description ?? String(word)
        }
        let text = words.joined(separator: " ")
        let id: JournalID? = OperatorText.identifier(object)
        let account = try Self.account(object, in: reader)
        let userID: UserID? = OperatorText.identifier(object)
        let userName = try userID.flatMap { try reader.user($0) }?.name
        let transferID: TransferID? = OperatorText.identifier(object)
        journal = try transferID.flatMap { try reader.transfer($0) }?.journalID.description
        let forms = [text, text.lowercased(), id?.description]
        let known = [account?.profile.number, userName, journal]
        names = Set((forms + known).compactMap(\.self))
        accountID = account?.account.id
    }

    /// Returns the error for an audit log without any matching row.
    static func unknown(_ filter: AuditReader.Filter) -> DaemonError {
        let receipt = filter.receipt.map { "with the receipt \(OperatorText.clean($0))" }
        let object = filter.object.map { "about '\(OperatorText.clean($0))'" }
        let asked = [receipt, object].compactMap(\.self).joined(separator: " ")
        return DaemonError(
            "The audit log has no line \(asked). An object is named as the list prints it.",
            .noInput
        )
    }

    /// Returns true if a row matches.
    func contains(
        _ line: AuditLine,
        _ texts: [String],
        in reader: any LedgerReading
    ) throws -> Bool {
        guard receipt == nil || texts[AuditReader.receiptColumn] == receipt else { return false }
        guard let names else { return true }
        if let journal, texts[AuditReader.receiptColumn] == journal { return true }
        let object = texts[AuditReader.objectColumn]
        // For example `session`, an identifier, `of` and a name.
        let words = object.split(separator: " ").map(String.init)
        if names.contains(object) || words.contains(where: { names.contains($0) }) { return true }
        return try accountID.map { try reader.hasTransfer(of: line.row, on: $0) } ?? false
    }

    private static func account(
        _ text: String,
        in reader: any LedgerReading
    ) throws -> StoredAccount? {
        do {
            return try reader.account(named: text)
        } catch let error as DaemonError where error.status == .noInput {
            return nil
        }
    }
}
