import TerminalKit

/// The tables of a file while they are read.
///
/// A class, because a header opens a table again and again, and what is written below it goes in.
final class TOMLTable {
    /// How a table came to be, which decides what may still be added to it.
    enum Origin {
        /// By a header that names one inside it.
        case implied
        /// By a header of its own.
        case header
        /// By a key with dots.
        case dotted
    }

    /// A key's value.
    enum Node {
        case value(ThemeValue)
        case table(TOMLTable)
    }

    /// How it came to be.
    var origin: Origin
    private var rows: [(key: String, node: Node, position: SourcePosition)] = []
    private var places: [String: Int] = [:]

    /// Makes an empty table.
    init(_ origin: Origin) {
        self.origin = origin
    }

    /// The value of a key; nil when there is none.
    subscript(key: String) -> Node? { places[key].map { rows[$0].node } }

    /// Adds a key that is not there yet.
    func add(_ key: String, _ node: Node, at position: SourcePosition) {
        places[key] = rows.count
        rows.append((key, node, position))
    }

    /// What was read, in the order of the file.
    var entries: [ThemeEntry] {
        rows.map { row in
            let value: ThemeValue =
                switch row.node {
                case .value(let value): value
                case .table(let table): .table(table.entries)
                }
            return ThemeEntry(key: row.key, value: value, position: row.position)
        }
    }
}
