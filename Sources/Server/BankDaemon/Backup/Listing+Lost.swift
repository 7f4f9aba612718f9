package import CoreVocabulary
import LedgerService

extension Listing {
    private static let lostColumns = [
        "kind", "when", "amount", "from", "to", "receipt", "reference", "identifier",
        "decidedSince", "text", "command",
    ]

    /// Creates a list of one row for scripts from a lost transfer; missing values are empty.
    ///
    /// The command is empty if something like the transfer is in the books, because a script would
    /// do it twice. The text names the command after what has to be compared.
    package init(_ item: LostTransfers.Item, _ zone: ZoneOffset, _ folder: DataFolder) {
        let transfer = item.transfer
        var command = ""
        if case .repeatable(let repetition) = item.fate, item.doubts.isEmpty {
            command = repetition.on(folder).description
        }
        self.init(
            Self.lostColumns,
            [
                [
                    "transfer", zone.text(of: transfer.bookedAt),
                    OperatorText.money(transfer.amount), transfer.debit.number,
                    transfer.credit.number, transfer.journalID.description, transfer.reference,
                    transfer.journalID.description, "", item.fateText(zone, folder), command,
                ]
            ]
        )
    }

    /// Creates the row of a lost or superseded decision, in the same columns.
    package init(_ item: LostActs.Item, _ zone: ZoneOffset, _ folder: DataFolder) {
        let isPlain = item.isOpen && item.likeness == nil
        let command = isPlain && item.isRepeatable ? item.command.on(folder).description : ""
        let text = isPlain ? item.sentence : "\(item.sentence)  \(item.fateText(zone, folder))"
        let since = item.decidedSince.map { zone.text(of: $0) } ?? ""
        self.init(
            Self.lostColumns,
            [["decision", "", "", "", "", "", "", item.id.description, since, text, command]]
        )
    }
}
