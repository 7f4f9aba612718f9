import CoreVocabulary
import ProgramOutput
import Testing

/// Goal: the two rules for characters that steer a terminal never part.
///
/// Method: every character there is, held against both.
@Suite("Characters that no output and no name has")
struct PrintedCharacterTests {
    @Test("whatever a command replaces as it prints is hidden in names and references")
    func replacedIsHidden() {
        var scalars = String.UnicodeScalarView()
        for value in 0...0x10_FFFF as ClosedRange<UInt32> {
            if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
        }
        let text = String(scalars)
        let printed = PrintedText.clean(text).unicodeScalars
        let marked = HiddenCharacters.marked(in: text)
        #expect(marked.count == printed.count)
        var replacedCount = 0
        var seen: [UInt32] = []
        for (sign, mark) in zip(printed, marked) where sign != mark.scalar {
            replacedCount += 1
            if !mark.isHidden { seen.append(mark.scalar.value) }
        }
        #expect(replacedCount > 100)
        #expect(seen == [])
    }

    @Test("lines and tabs are printed, and hidden in names", arguments: ["\n", "\t"])
    func linesAndTabs(sign: String) {
        #expect(PrintedText.clean(sign) == sign)
        #expect(HiddenCharacters.areIn("a\(sign)b"))
    }
}
