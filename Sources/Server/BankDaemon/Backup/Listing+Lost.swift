public import CoreVocabulary
import LedgerService
import MoneyCore

extension Listing {
    private static let lostColumns = [
        "kind", "when", "amount", "from", "to", "receipt", "reference", "identifier",
        "decidedSince", "text", "command",
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
                    transfer.journalID.description, "", item.fateText(zone, folder), command,
                ]
            ]
        )
    }

    /// A decision that is lost, or about which there is a newer one since, in the same columns.
    ///
    /// With a newer one there is its time, and no command.
    ///
    /// - Parameters:
    ///   - item: The decision.
    ///   - zone: Where days are counted.
    ///   - folder: The bank.
    public init(_ item: LostActs.Item, _ zone: ZoneOffset, _ folder: DataFolder) {
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
