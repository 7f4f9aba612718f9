import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// One entry with all that is known of it.
struct EntryScreen: ConsoleScreen {
    /// The entry.
    let entry: EntryRecord

    var kind: ScreenKind { .entry }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {}

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        .absent
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Entry")
        content.blocks = [.facts(Self.facts(of: entry, in: context))]
        return content
    }

    /// What is known of an entry, as facts.
    static func facts(of entry: EntryRecord, in context: ScreenContext) -> [Fact] {
        let format = context.format
        let account = context.session?.account(entry.accountID)
        let believed = account.map { format.freshness.long($0.balance.freshness) }
        return [
            account.map { Fact("Account", .untrusted(format.accountName($0.record))) },
            Fact(
                "Counterparty",
                .untrusted(SafeText(untrusted: entry.counterparty, limit: .payee))
            ),
            Fact("Reference", .untrusted(SafeText(untrusted: entry.reference, limit: .reference))),
            Fact("Amount", .amount(format.entryAmount(entry.amount, withCurrency: true))),
            Fact(
                "Balance after",
                .amount(format.plainAmount(entry.balanceAfter)),
                note: believed.map { SafeText(trusted: "record: \($0)") }
            ),
            Fact("Value date", .text(format.day(entry.valueDate))),
            Fact("Booked", .text(SafeText(trusted: format.dates.dayAndTime(entry.bookedAt)))),
            Fact("Entry", .text(SafeText(trusted: "\(entry.accountSequence) of the account"))),
            Fact(
                "Transfer",
                .text(SafeText(trusted: entry.transferID.description), role: .textCode)
            ),
        ].compactMap(\.self)
    }
}
