public import CoreVocabulary
import LedgerService
import MoneyCore

extension Listing {
    private static let lostColumns = [
        "kind", "when", "amount", "from", "to", "receipt", "reference", "text", "command",
    ]

    /// A lost transfer as a list of one row, for scripts; what it has not is empty.
    ///
    /// - Parameters:
    ///   - item: The transfer.
    ///   - zone: Where days are counted.
    ///   - folder: The bank.
    public init(_ item: LostTransfers.Item, _ zone: ZoneOffset, _ folder: DataFolder) {
        let transfer = item.transfer
        var command = ""
        if case .repeatable(let repetition) = item.fate {
            command = repetition.on(folder).description
        }
        self.init(
            Self.lostColumns,
            [
                [
                    "transfer", zone.text(of: transfer.bookedAt),
                    MoneyFormatter(.plain).textWithCode(transfer.amount), transfer.debit.number,
                    transfer.credit.number, transfer.journalID.description, transfer.reference,
                    item.fateText(zone, folder), command,
                ]
            ]
        )
    }

    /// A decision that is lost, in the same columns.
    ///
    /// - Parameters:
    ///   - item: The decision.
    ///   - folder: The bank.
    public init(_ item: LostActs.Item, _ folder: DataFolder) {
        let command = item.command.on(folder).description
        self.init(
            Self.lostColumns,
            [["decision", "", "", "", "", "", "", item.sentence, command]]
        )
    }
}
