import ClientService
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// Sum that the transfers of one state would take from an account; it is part of no balance.
struct WaitingSum {
    /// Words for the state of the transfers.
    let words: TransferWords
    /// The sum of amounts and fees; nil if it cannot be counted.
    let amount: Money?

    /// Returns the sums of the undecided transfers from an account, one for each state, in the
    /// order in which the states first appear in the outbox.
    static func sums(of items: [OutboxItem], from account: AccountRecord) -> [WaitingSum] {
        var groups: [(words: TransferWords, amounts: [Money])] = []
        for item in items where !item.isOver {
            let reviewed = item.reviewed
            guard reviewed.debitAccountID == account.accountID,
                reviewed.currencyCode == account.currency.code
            else { continue }
            let amounts = [reviewed.amountMinorUnits, reviewed.feeMinorUnits].map {
                Money(minorUnits: $0, currency: account.currency)
            }
            let words = TransferWords(item)
            if let index = groups.firstIndex(where: { $0.words.status == words.status }) {
                groups[index].amounts += amounts
            } else {
                groups.append((words, amounts))
            }
        }
        return groups.map { group in
            WaitingSum(
                words: group.words,
                // Nothing is shown of a sum that does not fit, instead of a wrong one.
                amount: try? Money.sum(group.amounts, currency: account.currency)
            )
        }
    }

    /// Returns what all waiting transfers and some further amounts leave of a sum; nil if
    /// that cannot be counted.
    static func rest(of sum: Money, after waiting: [WaitingSum], and amounts: [Money]) -> Money? {
        var rest = sum
        for amount in waiting.map(\.amount) + amounts.map(Optional.some) {
            // What is more than can be counted leaves nothing that could be.
            guard let amount, let next = try? rest.subtracting(amount) else { return nil }
            rest = next
        }
        return rest
    }

    /// The most sums with a line of their own on a screen, so that room is left for the rest.
    private static let lineLimit = 4

    /// Returns the sum as a fact, whose label names the state of the transfers.
    func fact(_ label: SafeText, _ format: Format) -> Fact {
        let value: CellContent =
            amount.map { .amount(format.plainAmount($0, role: .amountPending)) }
            ?? .text("more than can be counted")
        return Fact(label, value, note: words.remark, dropPriority: 1)
    }

    /// Returns as many sums as there are lines for, and the number of the others.
    static func lines(_ facts: [Fact]) -> [Fact] {
        guard facts.count > lineLimit else { return facts }
        let shown = Array(facts.prefix(lineLimit - 1))
        let words: SafeText = "\(facts.count - shown.count) sums in the outbox"
        return shown + [Fact("And", .text(words), dropPriority: 1)]
    }
}
