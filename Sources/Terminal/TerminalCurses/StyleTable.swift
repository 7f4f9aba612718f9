import CNcurses
import TerminalKit

/// What ncurses is told for each role on each ground, worked out when it is first drawn.
@TerminalActor
struct StyleTable {
    /// Attributes and a pair, as `setcchar` takes them.
    struct Entry: Equatable {
        var attributes: attr_t
        var pair: CInt
    }

    private let theme: Theme
    private let depth: ColourDepth
    private var pairs: PairTable
    /// One for each ground and role; nil until asked for.
    private var entries: [Entry?]

    /// Makes an empty table for a theme at the terminal's depth.
    init(theme: Theme, depth: ColourDepth) {
        self.theme = theme
        self.depth = depth
        pairs = PairTable(depth: depth)
        entries = Array(repeating: nil, count: Role.allCases.count * Role.allCases.count)
    }

    /// The entry for a role on a ground.
    mutating func entry(
        role: Role,
        ground: Role,
        emphasis: Cell.Emphasis = []
    ) -> Entry {
        let index = Int(ground.rawValue) * Role.allCases.count + Int(role.rawValue)
        var entry = entries[index] ?? makeEntry(role: role, ground: ground)
        entries[index] = entry
        entry.attributes |= Self.bits(emphasis)
        return entry
    }

    private mutating func makeEntry(role: Role, ground: Role) -> Entry {
        let style = theme.style(for: role, on: ground, depth: depth)
        return Entry(attributes: Self.bits(style.attributes), pair: pairs.number(for: style))
    }

    private static func bits(_ attributes: Style.Attributes) -> attr_t {
        var bits = CF_ATTRIBUTE_NORMAL
        if attributes.contains(.bold) { bits |= CF_ATTRIBUTE_BOLD }
        if attributes.contains(.underline) { bits |= CF_ATTRIBUTE_UNDERLINE }
        if attributes.contains(.reverse) { bits |= CF_ATTRIBUTE_REVERSE }
        if attributes.contains(.dim) { bits |= CF_ATTRIBUTE_DIM }
        return bits
    }
}
