import ClientService
import SyncCore
import TerminalKit

/// As of when figures are.
extension LinearShell {
    /// Puts as of when they are in front of the first figures of the record, while they may not be
    /// those of now; on a screen the title bar says it all the time.
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

    /// The numbers in a line, as they stand in it.
    private static func numbers(in line: String) -> Set<String> {
        Set(line.split { $0 == " " || $0 == ";" }.map(String.init))
    }

    /// Where the facts begin among which a line stands: nothing comes between two facts of one thing.
    private static func beginning(of index: Int, in lines: [String], _ model: ScreenModel) -> Int {
        let blocks = model.blocks + (model.dialog.map { [Block.facts($0.facts)] } ?? [])
        for case .facts(let facts) in blocks {
            let read = Set(LinearRenderer.introduction(of: .facts(facts)).map(\.plain))
            guard read.contains(lines[index]) else { continue }
            return lines[..<index].lastIndex { !read.contains($0) }.map { $0 + 1 } ?? 0
        }
        return index
    }

    /// How the line stands, and as of when the record is; nil while its figures are those of now.
    private var asOf: String? {
        let link = console.linearScreen.status.link
        switch link {
        case .none, .live: return nil
        case .offline, .unverified: return link.words?.plain
        case .connecting:
            guard let status = console.session?.status, case .cached = status.freshness else {
                return link.words?.plain
            }
            return "connecting, \(console.context.format.freshness.short(status.freshness))"
        }
    }
}

extension ScreenModel {
    /// The figures of the record as they are read, but for those that say as of when they are.
    ///
    /// What somebody typed for a transfer is not of the record, nor is what waits in the outbox.
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
    /// How fresh its balances are, where the row says it.
    var freshnessWords: [SafeText] { amounts.filter(\.isBalance).compactMap(\.word) }

    /// The row without how fresh its balances are.
    var undated: ListRow {
        var row = self
        row.cells = cells.map { cell in
            guard case .amount(var amount) = cell, amount.isBalance else { return cell }
            amount.word = nil
            return .amount(amount)
        }
        return row
    }

    /// Its amounts from left to right.
    fileprivate var amounts: [AmountContent] {
        cells.compactMap { cell in
            if case .amount(let amount) = cell { amount } else { nil }
        }
    }
}

extension AmountContent {
    /// Whether it is a balance, which may say how fresh it is.
    fileprivate var isBalance: Bool { role == .balance || role == .balanceOverdrawn }

    /// Whether it comes from the record and not from the outbox, and is shown.
    fileprivate var isOfRecord: Bool { role != .amountPending && role != .amountMasked }

    /// The number as it is read, without its sign.
    fileprivate var unsignedNumber: String {
        String(number.plain.drop { "+-\u{2212}".contains($0) })
    }
}
