/// Input field for a secret, which knows the number of its characters but none of them.
package struct MaskedField: Equatable, Sendable {
    /// Maximum number of characters; further ones are refused.
    package let maximumCount: Int
    /// Number of characters in the sink after the last key.
    package private(set) var count: Int
    /// Reason why the sink lacks typed characters, with a remedy; nil if it lacks none.
    ///
    /// Do not use the secret while there is a reason.
    package var refusal: SafeText? { missing.reason }
    private var missing = MissingText()

    /// Creates an empty field with a maximum length.
    package init(maximumCount: Int = 128) {
        self.maximumCount = maximumCount
        count = 0
    }

    /// Content that the screen shows.
    package var content: Field.Content { .masked(count: count) }

    /// Passes a key on to the sink that keeps the secret.
    package mutating func handle<Sink: SecretSink & ~Copyable>(
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

    /// Returns the reason to reject a paste; nil if its first line has no control character.
    package static func refusal(ofPaste text: some StringProtocol) -> SafeText? {
        line(of: text).contains { ScalarClass($0) == .control }
            ? "Nothing was pasted: it holds a tab or another control character." : nil
    }

    /// Passes pasted characters on to the sink, up to the first line end after other characters.
    ///
    /// None are passed if a control character precedes that line end. Spaces at the edges stay,
    /// because a secret may begin or end with one.
    package mutating func paste<Sink: SecretSink & ~Copyable>(
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

    /// Erases the typed secret.
    package mutating func clear<Sink: SecretSink & ~Copyable>(sink: inout Sink) {
        sink.clear()
        count = sink.count
        missing.clear()
    }

    /// Records that characters typed elsewhere were not taken over.
    package mutating func miss(_ reason: SafeText) {
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

    /// Returns the first line of a paste, trimmed at its edges.
    private static func line<Text: StringProtocol>(
        of text: Text
    ) -> Text.UnicodeScalarView.SubSequence {
        PasteEdges.trimmed(text, keepsSpaces: true).prefix { $0 != "\n" && $0 != "\r" }
    }
}
