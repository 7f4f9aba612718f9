/// One of several options, changed with the left and right arrows.
public struct ChoiceField: Equatable, Sendable {
    /// One of the things to choose from.
    public struct Option: Equatable, Sendable {
        /// Which option this is; never shown.
        public var id: String
        /// Its words.
        public var title: SafeText

        /// Makes an option.
        public init(_ id: String, _ title: SafeText) {
            self.id = id
            self.title = title
        }
    }

    /// The options in order.
    public let options: [Option]
    /// The place of the chosen one; nil when there are no options.
    public private(set) var index: Int?

    /// Chooses the option with this id, or the first.
    public init(_ options: [Option], chosen id: String? = nil) {
        self.options = options
        index = options.firstIndex { $0.id == id } ?? (options.isEmpty ? nil : 0)
    }

    /// The chosen option; nil when there are none.
    public var chosen: Option? { index.map { options[$0] } }

    /// What the screen shows of it.
    public var content: Field.Content {
        .choice(chosen?.title ?? "none", index: index ?? -1, count: options.count)
    }

    /// Takes the arrows, the space bar (next) and the first letter of an option.
    public mutating func handle(_ key: Key) -> WidgetOutcome {
        guard let index else { return .ignored }
        switch key {
        case .left:
            self.index = max(0, index - 1)
        case .right, .character(" "):
            self.index =
                key == .right ? min(options.count - 1, index + 1) : (index + 1) % options.count
        case .home:
            self.index = 0
        case .end:
            self.index = options.count - 1
        case .character(let scalar):
            return choose(startingWith: scalar, after: index)
        default:
            return .ignored
        }
        return .handled
    }

    /// Chooses the next option whose words begin with a letter, so that repeating it goes round.
    private mutating func choose(
        startingWith scalar: Unicode.Scalar,
        after index: Int
    ) -> WidgetOutcome {
        let wanted = scalar.properties.lowercaseMapping
        for step in 1...options.count {
            let candidate = (index + step) % options.count
            guard let first = options[candidate].title.cells.first?.base else { continue }
            if first.properties.lowercaseMapping == wanted {
                self.index = candidate
                return .handled
            }
        }
        return .refused("No choice begins with that letter")
    }
}
