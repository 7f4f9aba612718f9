import Testing

@testable import TerminalKit

/// Goal: a secret is never in the field.
///
/// Method: keys in; what the sink got and what the field shows out.
@Suite struct MaskedFieldTests {
    /// A sink that remembers, for tests alone.
    private struct Sink: SecretSink, ~Copyable {
        var scalars: [Unicode.Scalar] = []
        var count: Int { scalars.count }
        mutating func append(_ scalar: Unicode.Scalar) -> Bool {
            scalars.append(scalar)
            return true
        }
        mutating func removeLast() { _ = scalars.popLast() }
        mutating func clear() { scalars = [] }
    }

    @Test("the characters of a secret go to the sink and nowhere else")
    func secret() {
        var field = MaskedField(maximumCount: 4)
        var sink = Sink()
        for scalar in "pas\u{7}s5".unicodeScalars {
            _ = field.handle(.character(scalar), sink: &sink)
        }
        #expect(sink.scalars == ["p", "a", "s", "s"])
        #expect(field.content == .masked(count: 4))
        #expect(!"\(field)".contains("pass"))
        _ = field.handle(.backspace, sink: &sink)
        #expect(sink.count == 3)
        _ = field.paste("xy\n", sink: &sink)
        #expect(sink.scalars == ["p", "a", "s", "x"])
        _ = field.handle(.control("u"), sink: &sink)
        #expect(sink.count == 0)
        #expect(field.content == .masked(count: 0))
    }
}
