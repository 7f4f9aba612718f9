/// A table of a file during parsing.
///
/// It is a class, because later headers reopen a table and add to it.
final class TOMLTableBuilder {
    /// Origin of a table, which decides what may still be added to it.
    enum Origin {
        /// The table was implied by the header of a table inside it.
        case implied
        /// The table has its own header, or braces.
        case header
        /// The table was made by a dotted key.
        case dotted
    }

    /// Value of a key during parsing.
    enum Node {
        case value(TOMLValue)
        case table(TOMLTableBuilder)
        case tables(TOMLTableListBuilder)
    }

    /// Origin of this table.
    private(set) var origin: Origin
    private var place: TOMLPlace
    private var rows: [(key: String, node: Node, place: TOMLPlace)] = []
    private var indices: [String: Int] = [:]

    /// Creates an empty table.
    init(_ origin: Origin, at place: TOMLPlace) {
        self.origin = origin
        self.place = place
    }

    /// Returns the value of a key, or nil if there is none.
    subscript(key: String) -> Node? { indices[key].map { rows[$0].node } }

    /// Adds a key that does not exist yet.
    func add(_ key: String, _ node: Node, at place: TOMLPlace) {
        indices[key] = rows.count
        rows.append((key, node, place))
    }

    /// Adds an empty table under a key that does not exist yet, and returns it.
    func addTable(_ key: String, _ origin: Origin, at place: TOMLPlace) -> TOMLTableBuilder {
        let inner = TOMLTableBuilder(origin, at: place)
        add(key, .table(inner), at: place)
        return inner
    }

    /// Turns an implied table into one with its own header.
    func open(at place: TOMLPlace) {
        origin = .header
        self.place = place
    }

    /// The table with all entries added so far.
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

/// The tables under headers `[[name]]` during parsing.
final class TOMLTableListBuilder {
    /// The table that is currently open.
    private(set) var last: TOMLTableBuilder
    private var closed: [TOMLTableBuilder] = []

    /// Creates a list of one table.
    init(_ first: TOMLTableBuilder) {
        last = first
    }

    /// All tables, in the order of the file.
    var all: [TOMLTableBuilder] { closed + [last] }

    /// Adds a table, which becomes the open one.
    func add(_ table: TOMLTableBuilder) {
        closed.append(last)
        last = table
    }
}
