import CoreVocabulary
import Testing

@testable import TerminalKit

// Goal: the promises of SafeText hold for every text, not only for those that we thought of.
// Method: 4,000 random texts a seed, harmful characters preferred.

@Suite("Safe text, any text")
struct SafeTextPropertyTests {
    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            true
        default:
            scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    @Test("no cell holds a harmful character, and widths add up", arguments: [1, 2, 3] as [UInt64])
    func cells(seed: UInt64) {
        var noise = SplitMix64(seed: seed)
        for _ in 0..<4000 {
            let text = SafeText(untrusted: noise.text(count: 40), limit: .reference)
            #expect(text.cells.flatMap(\.scalars).filter(Self.isHarmful) == [])
            let isRegular = text.cells.allSatisfy { 1...2 ~= $0.width && $0.marks.count <= 2 }
            #expect(isRegular)
            #expect(text.width == text.cells.reduce(0) { $0 + $1.width })
            #expect(text.cells.count <= 35)
            #expect(text.cells.first != .space && text.cells.last != .space)
        }
    }

    @Test("cleaning a clean text changes nothing", arguments: [4, 5, 6] as [UInt64])
    func idempotent(seed: UInt64) {
        var noise = SplitMix64(seed: seed)
        for _ in 0..<4000 {
            let once = SafeText(untrusted: noise.text(count: 40), limit: .reference)
            let twice = SafeText(untrusted: once.plain, limit: .reference)
            #expect(once.escaped == twice.escaped)
            #expect(once.cells.map(\.isSuspect) == twice.cells.map(\.isSuspect))
            #expect(twice.flags.isDisjoint(with: [.bidi, .hidden, .control, .tooManyMarks]))
        }
    }

    @Test("lines and cuts are never wider than asked", arguments: [7, 8] as [UInt64])
    func layout(seed: UInt64) {
        var noise = SplitMix64(seed: seed)
        for _ in 0..<2000 {
            let text = SafeText(untrusted: noise.text(count: 60), limit: .payee)
            let width = Int.random(in: 0...20, using: &noise)
            #expect(text.truncated(toWidth: width).width <= width)
            let lines = text.wrapped(toWidth: width)
            #expect(lines.allSatisfy { $0.width <= width })
            if width > 1 {
                let kept = lines.flatMap(\.cells).filter { $0 != .space }
                #expect(kept == text.cells.filter { $0 != .space })
            }
        }
    }
}
