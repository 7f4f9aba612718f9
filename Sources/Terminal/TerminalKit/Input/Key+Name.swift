/// Names of keys, for display and for parsing.
extension Key {
    /// Name of the key, such as `Ctrl-L`, `PgUp`, `F5`, `Alt-x` or `g`.
    package var name: String {
        switch self {
        case .character(" "): return "Space"
        case .character(let scalar): return String(scalar)
        case .control(" "): return "Ctrl-Space"
        case .control(let scalar): return "Ctrl-" + String(scalar).uppercased()
        case .function(let number): return "F\(number)"
        case .modified(let key, let modifiers):
            let held = Self.prefixes.filter { modifiers.contains($0.modifier) }
            return held.map(\.name).joined() + key.name
        default:
            return Self.named.first { $0.key == self }?.name ?? ""
        }
    }

    /// Parses a key name, in which case matters only for a single letter; nil if no key has it.
    ///
    /// `Ctrl-l` and `Ctrl-L` are one key, as they are to a terminal.
    package init?(name: String) {
        var rest = Substring(name)
        var modifiers: KeyModifiers = []
        while let prefix = Self.prefixes.first(where: { Self.starts(rest, with: $0.name) }) {
            modifiers.insert(prefix.modifier)
            rest = rest.dropFirst(prefix.name.count)
        }
        guard let key = Self.bareKey(rest) else { return nil }
        self = key.with(modifiers)
    }

    private static func bareKey(_ name: Substring) -> Key? {
        let scalars = name.unicodeScalars
        if scalars.count == 1, let scalar = scalars.first {
            return CellWidth.of(scalar).map { $0 > 0 } == true && scalar != " "
                ? .character(scalar) : nil
        }
        let lower = name.lowercased()
        if lower == "space" { return .character(" ") }
        if let found = (named + otherNames).first(where: { $0.name.lowercased() == lower }) {
            return found.key
        }
        guard lower.first == "f", let number = Int(lower.dropFirst()), (1...24).contains(number),
            lower.count == String(number).count + 1
        else { return nil }
        return .function(number)
    }

    private static func starts(_ text: Substring, with prefix: String) -> Bool {
        // "Ctrl--" is Ctrl and the minus, so the prefix must not use up the whole name.
        text.count > prefix.count && text.lowercased().hasPrefix(prefix.lowercased())
    }

    private static let prefixes: [(name: String, modifier: KeyModifiers)] = [
        ("Ctrl-", .control), ("Alt-", .alt), ("Shift-", .shift),
    ]

    private static let named: [(name: String, key: Key)] = [
        ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home),
        ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown), ("Ins", .insert),
        ("Del", .delete), ("Bksp", .backspace), ("Shift-Tab", .backTab), ("Tab", .tab),
        ("Enter", .enter), ("Esc", .escape),
    ]

    private static let otherNames: [(name: String, key: Key)] = [
        ("PageUp", .pageUp), ("PageDown", .pageDown), ("Insert", .insert), ("Delete", .delete),
        ("Backspace", .backspace), ("Return", .enter), ("Escape", .escape),
        ("BackTab", .backTab),
    ]
}
