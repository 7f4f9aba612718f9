import ClientService
import SyncCore
import TerminalKit

/// Announcement of the time that figures are as of.
struct LinearDates {
    /// Console whose screen is read.
    let console: Console

    /// Inserts the freshness before the first figures of the record if they may not be current.
    ///
    /// On a screen the title bar shows it permanently.
    func dated(_ lines: [String]) -> [String] {
        guard !lines.isEmpty, let words = asOf else { return lines }
        let model = console.linearScreen
        let figures = model.figures
        let first = lines.firstIndex { !figures.isDisjoint(with: Self.numbers(in: $0)) }
        guard let first, !lines[...first].contains(where: { $0.hasPrefix(words) }) else {
            return lines
        }
        var all = lines
        all.insert(words, at: Self.beginning(of: first, in: lines, model))
        return all
    }

    /// Returns the words of a line, in which the figures are looked up.
    private static func numbers(in line: String) -> Set<String> {
        Set(line.split { $0 == " " || $0 == ";" }.map(String.init))
    }

    /// Returns the index of the first fact in the group that contains a line.
    ///
    /// Nothing is inserted between two facts of one group.
    private static func beginning(of index: Int, in lines: [String], _ model: ScreenModel) -> Int {
        let blocks = model.blocks + (model.dialog.map { [Block.facts($0.facts)] } ?? [])
        for case .facts(let facts) in blocks {
            let read = Set(LinearRenderer.introduction(of: .facts(facts)).map(\.plain))
            guard read.contains(lines[index]) else { continue }
            return lines[..<index].lastIndex { !read.contains($0) }.map { $0 + 1 } ?? 0
        }
        return index
    }

    /// State of the link and time of the record; nil while the figures are current.
    private var asOf: String? {
        let link = console.linearScreen.status.link
        switch link {
        case .none, .live: return nil
        case .offline, .unverified: return link.words?.plain
        case .connecting:
            guard let status = console.workspace.session?.status, case .cached = status.freshness
            else {
                return link.words?.plain
            }
            return
                "connecting, \(console.workspace.context.format.freshness.short(status.freshness))"
        }
    }
}

extension ScreenModel {
    /// The record's figures as they are read, except those that state their own freshness.
    ///
    /// Amounts typed for a transfer are not of the record, nor are those in the outbox.
    fileprivate var figures: Set<String> {
        var figures: Set<String> = []
        for block in blocks + (dialog.map { [Block.facts($0.facts)] } ?? []) {
            switch block {
            case .list(let list):
                for row in list.window.rows where row.freshnessWords.isEmpty {
                    figures.formUnion(row.amounts.filter(\.isOfRecord).map(\.unsignedNumber))
                }
            case .facts(let facts) where id.name != ScreenKind.transfer.rawValue:
                for fact in facts where fact.note == nil {
                    guard case .amount(let amount) = fact.value, amount.isOfRecord else { continue }
                    figures.insert(amount.unsignedNumber)
                }
            default: break
            }
        }
        return figures
    }
}

extension ListRow {
    /// Freshness of the row's balances, if the row states it.
    var freshnessWords: [SafeText] { amounts.filter(\.isBalance).compactMap(\.word) }

    /// The row without the freshness of its balances.
    var undated: ListRow {
        var row = self
        row.cells = cells.map { cell in
            guard case .amount(var amount) = cell, amount.isBalance else { return cell }
            amount.word = nil
            return .amount(amount)
        }
        return row
    }

    /// Amounts of the row from left to right.
    fileprivate var amounts: [AmountContent] {
        cells.compactMap { cell in
            if case .amount(let amount) = cell { amount } else { nil }
        }
    }
}

extension AmountContent {
    /// True if the amount is a balance, which may state its freshness.
    fileprivate var isBalance: Bool { role == .balance || role == .balanceOverdrawn }

    /// True if the amount is shown and comes from the record, not from the outbox.
    fileprivate var isOfRecord: Bool { role != .amountPending && role != .amountMasked }

    /// The number as it is read, without its sign.
    fileprivate var unsignedNumber: String {
        String(number.plain.drop { "+-\u{2212}".contains($0) })
    }
}
