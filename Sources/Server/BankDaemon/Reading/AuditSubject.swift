import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite

/// The receipt and the object that a list of the audit log is asked for, in the forms in which the list
/// prints them.
struct AuditSubject: Sendable {
    private let receipt: String?
    /// The texts of which a line that is meant has one; nil where every object is meant.
    private let names: Set<String>?
    /// The journal of the transfer that the object is; its receipt is printed in lines about it.
    private let journal: String?
    /// The account that the object is: what was booked or held on it is meant as well.
    private let accountID: AccountID?

    /// Reads what was typed: identifiers with hyphens or without, small and capital letters as one,
    /// an account by its number, in groups or without, or by its identifier, and a user or a transfer by
    /// its identifier.
    ///
    /// - Throws: ``DaemonError``: `badData` for a receipt that is none, or for an account that cannot be
    ///   told from another; what the books throw.
    init(_ filter: AuditReader.Filter, in reader: any LedgerReading) throws {
        if let text = filter.receipt {
            let id: JournalID = try OperatorText.identifier(text, "receipt")
            receipt = id.description
        } else {
            receipt = nil
        }
        guard let object = filter.object else {
            names = nil
            journal = nil
            accountID = nil
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

    /// The sentence about an audit log without any line that is meant.
    static func unknown(_ filter: AuditReader.Filter) -> DaemonError {
        let receipt = filter.receipt.map { "with the receipt \(OperatorText.clean($0))" }
        let object = filter.object.map { "about '\(OperatorText.clean($0))'" }
        let asked = [receipt, object].compactMap(\.self).joined(separator: " ")
        return DaemonError(
            "The audit log has no line \(asked). An object is named as the list prints it.",
            .noInput
        )
    }

    /// True if a line is meant.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - texts: The line as it is printed.
    ///   - reader: The books, in which its transfers are looked up.
    /// - Returns: True if it has the receipt and is about the object.
    /// - Throws: What the books throw.
    func contains(
        _ line: AuditLine,
        _ texts: [String],
        in reader: any LedgerReading
    ) throws -> Bool {
        guard receipt == nil || texts[AuditReader.receiptColumn] == receipt else { return false }
        guard let names else { return true }
        if let journal, texts[AuditReader.receiptColumn] == journal { return true }
        let object = texts[AuditReader.objectColumn]
        // Such as `session`, an identifier, `of` and a name.
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
