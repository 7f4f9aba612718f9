import CNcurses
import TerminalKit

/// Cache of the ncurses attributes and colour pair for each role on each ground.
@TerminalActor
struct StyleTable {
    /// Attributes and a pair in the form that `setcchar` takes.
    struct Entry: Equatable {
        var attributes: attr_t
        var pair: CInt
    }

    private let theme: Theme
    private let depth: ColourDepth
    private var pairs: PairTable
    /// One entry per ground and role; nil until first used.
    private var entries: [Entry?]

    /// Creates an empty table for a theme at the terminal's depth.
    init(theme: Theme, depth: ColourDepth) {
        self.theme = theme
        self.depth = depth
        pairs = PairTable(depth: depth)
        entries = Array(repeating: nil, count: StyleRole.allCases.count * StyleRole.allCases.count)
    }

    /// Returns the entry for a role on a ground.
    mutating func entry(
        role: StyleRole,
        ground: StyleRole,
        emphasis: Style.Attributes = []
    ) -> Entry {
        let index = Int(ground.rawValue) * StyleRole.allCases.count + Int(role.rawValue)
        var entry = entries[index] ?? makeEntry(role: role, ground: ground)
        entries[index] = entry
        entry.attributes |= Self.bits(emphasis)
        return entry
    }

    private mutating func makeEntry(role: StyleRole, ground: StyleRole) -> Entry {
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
