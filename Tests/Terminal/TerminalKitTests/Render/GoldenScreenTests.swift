import Testing

@testable import TerminalKit

/// Goal: a screen looks the way people agreed on, at every size class and in both repertoires.
///
/// Method: sample models are drawn and compared with golden frames, text and roles.
@Suite struct GoldenScreenTests {
    static let sizes = [
        Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 60, height: 16),
        Size(width: 20, height: 5),
    ]
    static let repertoires: [(name: String, glyphs: Glyphs)] = [
        ("unicode", .unicode), ("ascii", .ascii),
    ]
    static let screens: [(name: String, model: ScreenModel)] = [
        ("list", Samples.listScreen()), ("form", Samples.formScreen()),
        ("dialog", Samples.dialogScreen()), ("help", Samples.helpScreen()),
        ("lock", Samples.lockedScreen()),
    ]

    @Test(
        "a screen is drawn as its golden frame",
        arguments: sizes,
        screens.indices
    )
    func golden(size: Size, screen: Int) throws {
        for repertoire in Self.repertoires {
            let sample = Self.screens[screen]
            let frame = CellRenderer.render(sample.model, size: size, glyphs: repertoire.glyphs)
            try Golden.expect(frame, named: "\(sample.name)-\(size)-\(repertoire.name)")
        }
    }

    @Test("an ASCII screen holds nothing but ASCII", arguments: sizes, screens.indices)
    func ascii(size: Size, screen: Int) {
        let frame = CellRenderer.render(Self.screens[screen].model, size: size, glyphs: .ascii)
        let others = frame.cells.filter { !$0.base.isASCII || $0.firstMark != nil }
        #expect(others.isEmpty)
    }

    @Test(
        "a demo says DEMO on every screen at every size that has room for the word",
        arguments: sizes
    )
    func demoBanner(size: Size) {
        for screen in Self.screens where screen.model.environment == .demo {
            let frame = CellRenderer.render(screen.model, size: size, glyphs: .unicode)
            #expect(frame.textPlane.contains("DEMO"), "\(screen.name) at \(size)")
        }
    }

    @Test("a locked screen shows nothing of what it hides", arguments: sizes)
    func locked(size: Size) {
        let frame = CellRenderer.render(Samples.lockedScreen(), size: size, glyphs: .unicode)
        for word in ["Asha", "1,20,000", "Savings", "offline", "Searching"] {
            #expect(!frame.textPlane.contains(word), "\(word) at \(size)")
        }
        #expect(frame.textPlane.contains("Locked"))
    }
}
