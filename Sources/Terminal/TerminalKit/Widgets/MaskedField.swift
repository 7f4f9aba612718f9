/// A field for a secret: it knows how many characters were typed and none of them.
public struct MaskedField: Equatable, Sendable {
    /// More characters than this are refused.
    public let maximumCount: Int
    /// How many characters the sink held after the last key.
    public private(set) var count: Int
    /// The reason why the sink does not hold all that was typed, and what to do; nil when it does.
    ///
    /// Do not go on with the secret while there is a reason.
    public var refusal: SafeText? { missing.reason }
    private var missing = MissingText()

    /// Makes an empty field.
    public init(maximumCount: Int = 128) {
        self.maximumCount = maximumCount
        count = 0
    }

    /// What the screen shows of it.
    public var content: Field.Content { .masked(count: count) }

    /// Passes a key on to where the secret is kept.
    public mutating func handle<Sink: SecretSink & ~Copyable>(
        _ key: Key,
        sink: inout Sink
    ) -> WidgetOutcome {
        let standing = sink.count
        defer { count = sink.count }
        switch key {
        case .character(let scalar):
            return append(scalar, to: &sink)
        case .backspace:
            sink.removeLast()
        case .control("u"), .control("w"):
            sink.clear()
        default:
            return .ignored
        }
        missing.takeOut(standing - sink.count, of: standing)
        return .handled
    }

    /// The reason why nothing of a paste is taken; nil where its first line has no control character.
    public static func refusal(ofPaste text: some StringProtocol) -> SafeText? {
        line(of: text).contains { ScalarClass($0) == .control }
            ? "Nothing was pasted: it holds a tab or another control character." : nil
    }

    /// Passes pasted characters on, up to the first line end after the first that is none; none where
    /// there is a control character before it.
    ///
    /// Spaces at the edges stay: a secret may begin or end with one.
    public mutating func paste<Sink: SecretSink & ~Copyable>(
        _ text: some StringProtocol,
        sink: inout Sink
    ) -> WidgetOutcome {
        defer { count = sink.count }
        if let reason = Self.refusal(ofPaste: text) { return .refused(reason) }
        for scalar in Self.line(of: text) {
            if case .refused(let reason) = append(scalar, to: &sink) { return .refused(reason) }
        }
        return .handled
    }

    /// Forgets what was typed.
    public mutating func clear<Sink: SecretSink & ~Copyable>(sink: inout Sink) {
        sink.clear()
        count = sink.count
        missing.clear()
    }

    /// Takes in that what was typed elsewhere was not taken over.
    public mutating func miss(_ reason: SafeText) {
        missing.miss(reason)
    }

    private mutating func append<Sink: SecretSink & ~Copyable>(
        _ scalar: Unicode.Scalar,
        to sink: inout Sink
    ) -> WidgetOutcome {
        guard ScalarClass(scalar) != .control else {
            return refuse("A control character was not taken. Change it to go on.")
        }
        guard sink.count < maximumCount, sink.append(scalar) else {
            return refuse(
                "Only \(maximumCount) characters fit; the rest was not taken. Change it to go on."
            )
        }
        return .handled
    }

    private mutating func refuse(_ reason: SafeText) -> WidgetOutcome {
        missing.miss(reason)
        return .refused(reason)
    }

    /// The first line of a paste without its edges.
    private static func line<Text: StringProtocol>(
        of text: Text
    ) -> Text.UnicodeScalarView.SubSequence {
        PasteEdges.trimmed(text, keepsSpaces: true).prefix { !isLineEnd($0) }
    }

    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r"
    }
}
