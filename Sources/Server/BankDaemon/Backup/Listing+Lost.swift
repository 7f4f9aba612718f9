public import CoreVocabulary
import LedgerService
import MoneyCore

extension Listing {
    private static let lostColumns = [
        "kind", "when", "amount", "from", "to", "receipt", "reference", "identifier", "text",
        "command",
    ]

    /// A lost transfer as a list of one row, for scripts; what it has not is empty.
    ///
    /// The command is empty too where something like the transfer is in the books: a script would do it
    /// twice. The text names the command, after what is to be compared.
    ///
    /// - Parameters:
    ///   - item: The transfer.
    ///   - zone: Where days are counted.
    ///   - folder: The bank.
    public init(_ item: LostTransfers.Item, _ zone: ZoneOffset, _ folder: DataFolder) {
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
                    MoneyFormatter(.plain).textWithCode(transfer.amount), transfer.debit.number,
                    transfer.credit.number, transfer.journalID.description, transfer.reference,
                    transfer.journalID.description, item.fateText(zone, folder), command,
                ]
            ]
        )
    }

    /// A decision that is lost, in the same columns.
    ///
    /// - Parameters:
    ///   - item: The decision.
    ///   - zone: Where days are counted.
    ///   - folder: The bank.
    public init(_ item: LostActs.Item, _ zone: ZoneOffset, _ folder: DataFolder) {
        let isOpen = item.note == nil && item.likeness == nil
        let command = isOpen && item.isRepeatable ? item.command.on(folder).description : ""
        let text = isOpen ? item.sentence : "\(item.sentence)  \(item.fateText(zone, folder))"
        self.init(
            Self.lostColumns,
            [["decision", "", "", "", "", "", "", item.id.description, text, command]]
        )
    }
}
