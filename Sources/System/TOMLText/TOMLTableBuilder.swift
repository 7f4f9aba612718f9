/// A table of a file while it is read.
///
/// A class, because a header opens a table again and again, and what is written below it goes in.
final class TOMLTableBuilder {
    /// How a table came to be, which decides what may still be added to it.
    enum Origin {
        /// By a header that names one inside it.
        case implied
        /// By a header of its own, or by braces.
        case header
        /// By a key with dots.
        case dotted
    }

    /// A key's value.
    enum Node {
        case value(TOMLValue)
        case table(TOMLTableBuilder)
        case tables(TOMLTableListBuilder)
    }

    /// How it came to be.
    private(set) var origin: Origin
    private var place: TOMLPlace
    private var rows: [(key: String, node: Node, place: TOMLPlace)] = []
    private var indices: [String: Int] = [:]

    /// Makes an empty table.
    init(_ origin: Origin, at place: TOMLPlace) {
        self.origin = origin
        self.place = place
    }

    /// The value of a key; nil when there is none.
    subscript(key: String) -> Node? { indices[key].map { rows[$0].node } }

    /// Adds a key that is not there yet.
    func add(_ key: String, _ node: Node, at place: TOMLPlace) {
        indices[key] = rows.count
        rows.append((key, node, place))
    }

    /// Turns a table that was only implied into one with a header of its own.
    func open(at place: TOMLPlace) {
        origin = .header
        self.place = place
    }

    /// What was read.
    var table: TOMLTable {
        let entries = rows.map { row in
            let value: TOMLValue =
                switch row.node {
                case .value(let value): value
                case .table(let builder): .table(builder.table)
                case .tables(let list): .array(list.all.map { .table($0.table) })
                }
            return TOMLEntry(key: row.key, value: value, place: row.place)
        }
        return TOMLTable(entries: entries, place: place)
    }
}

/// The tables under headers `[[name]]` while they are read.
final class TOMLTableListBuilder {
    /// The one that is open.
    private(set) var last: TOMLTableBuilder
    private var closed: [TOMLTableBuilder] = []

    /// Makes a list of one table.
    init(_ first: TOMLTableBuilder) {
        last = first
    }

    /// All tables in the order of the file.
    var all: [TOMLTableBuilder] { closed + [last] }

    /// Adds a table, which is then the open one.
    func add(_ table: TOMLTableBuilder) {
        closed.append(last)
        last = table
    }
}
