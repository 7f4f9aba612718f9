import CoreVocabulary
import Testing

@testable import TerminalKit

// Goal: our composition is Unicode's form C.
// Method: the standard library compares strings by canonical equivalence, so it serves as a second
// opinion: what we compose is equal to what we were given, and whatever is equal composes the same.

@Suite("Canonical composition")
struct CanonicalCompositionTests {
    static let assigned = (0...0x10FFFF as ClosedRange<UInt32>)
        .compactMap(Unicode.Scalar.init)
        .filter { CellWidth.of($0) != nil }

    static func string(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    @Test("every character stays equal to itself and composes once")
    func characters() {
        let failing = Self.assigned.filter { scalar in
            let composed = CanonicalComposition.compose([scalar])
            return Self.string(composed) != String(scalar)
                || CanonicalComposition.compose(composed) != composed
        }
        #expect(failing == [])
    }

    @Test("characters apart and together compose to the same", arguments: [1, 2, 3] as [UInt64])
    func equivalents(seed: UInt64) throws {
        var noise = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let base = try #require(Self.assigned.randomElement(using: &noise))
            let marks = (0..<3).map { _ in
                Unicode.Scalar(UInt32.random(in: 0x300...0x345, using: &noise)) ?? "\u{301}"
            }
            let given = [base] + marks
            let composed = CanonicalComposition.compose(given)
            let apart = given.flatMap { CanonicalComposition.compose([$0]) }
            let isRight =
                Self.string(composed) == Self.string(given)
                && CanonicalComposition.compose(apart) == composed
                && CanonicalComposition.compose(composed) == composed
            if !isRight { Issue.record("\(given) became \(composed)") }
        }
    }

    @Test("the order of marks that do not touch makes no difference")
    func order() {
        let above = CanonicalComposition.compose(["a", "\u{323}", "\u{302}"])
        let below = CanonicalComposition.compose(["a", "\u{302}", "\u{323}"])
        #expect(above == ["\u{1EAD}"])
        #expect(below == above)
    }

    @Test("what form C keeps apart stays apart")
    func exclusions() {
        #expect(CanonicalComposition.compose(["\u{958}"]) == ["\u{915}", "\u{93C}"])
        #expect(CanonicalComposition.compose(["\u{212B}"]) == ["\u{C5}"])
        #expect(CanonicalComposition.compose(["\u{F900}"]) == ["\u{8C48}"])
    }

    @Test("Hangul syllables are put together from their letters")
    func hangul() {
        #expect(CanonicalComposition.compose(["\u{1112}", "\u{1161}", "\u{11AB}"]) == ["한"])
        #expect(CanonicalComposition.compose(["\u{D558}", "\u{11AB}"]) == ["한"])
        #expect(CanonicalComposition.compose(["한"]) == ["한"])
    }
}
