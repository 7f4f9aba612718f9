import Testing

@testable import TerminalKit

/// Goal: names of others change no cell but their own.
///
/// Method: the same list is drawn with a plain name and with hostile ones; every cell outside the
/// name's column must be the same.
@Suite struct HostileTextTests {
    static let names = [
        "ACME LTD\rX Payee: HMRC    ", "back\u{8}\u{8}\u{8}space", "tab\tand\nline",
        "\u{1B}[2J\u{1B}]52;c;AAAA\u{7}", "C1 \u{9B}31m\u{9D}", "\u{202E}desrever\u{2066}",
        "zero\u{200B}\u{FEFF}width\u{E0041}", "p\u{0430}yp\u{0430}l", "東京電力株式会社の長い名前",
        "z\u{300}\u{301}\u{302}\u{303}\u{304}algo", "👨‍👩‍👧 family",
        String(repeating: "W", count: 5_000), "שלום עולם", "", "\u{301}mark first",
    ]

    static func frame(_ name: CellContent, _ size: Size) -> Frame {
        let model = ScreenModel(
            id: "list",
            title: "List",
            environment: .live,
            blocks: [.list(Samples.list(names: [name]))]
        )
        return CellRenderer.render(model, size: size, glyphs: .unicode)
    }

    @Test("a hostile name changes no other cell", arguments: names)
    func confined(name: String) throws {
        for size in [
            Size(width: 60, height: 16), Size(width: 80, height: 24), Size(width: 120, height: 40),
        ] {
            let plain = Self.frame(.untrusted("ACME Ltd"), size)
            let hostile = Self.frame(
                .untrusted(SafeText(untrusted: name, limit: .payee)),
                size
            )
            let width = size.width >= 80 ? size.width - 3 : size.width
            let layout = ListLayout(Samples.list(names: [.untrusted("ACME Ltd")]), width: width)
            let column = try #require(layout.columns.first { $0.index == 1 })
            let margin = size.width >= 80 ? 1 : 0
            let own = (margin + column.x)..<(margin + column.x + column.width)
            for y in 0..<size.height {
                for (x, (one, other)) in zip(plain.row(y), hostile.row(y)).enumerated()
                where !own.contains(x) {
                    #expect(one == other, "cell \(x),\(y) at \(size)")
                }
            }
        }
    }

    @Test("a name that could mislead carries a mark and a word")
    func flagged() {
        let name = SafeText(untrusted: "p\u{0430}yp\u{0430}l", limit: .payee)
        let wide = Self.frame(.untrusted(name), Size(width: 120, height: 40))
        #expect(wide.textPlane.contains("(look-alike letters)"))
        #expect(wide.cells.contains { $0.base == Symbol.warning.scalar(in: .unicode) })
        #expect(wide.cells.contains { $0.role == .textSuspect && $0.emphasis.contains(.underline) })
        let narrow = Self.frame(.untrusted(name), Size(width: 60, height: 16))
        #expect(narrow.cells.contains { $0.base == Symbol.warning.scalar(in: .unicode) })
    }

    // Symptom: a name that was marked in its row had no mark in the title of its own screen.
    @Test("a title with a name that could mislead carries the mark as well")
    func flaggedTitle() {
        func model(_ title: SafeText) -> ScreenModel {
            ScreenModel(id: "account", title: title, environment: .live)
        }
        let size = Size(width: 60, height: 16)
        let honest = model(SafeText(untrusted: "ACME Ltd", limit: .payee))
        let hostile = model(SafeText(untrusted: "AC\u{200B}ME Ltd", limit: .payee))
        let plain = CellRenderer.render(honest, size: size, glyphs: .unicode)
        let marked = CellRenderer.render(hostile, size: size, glyphs: .unicode)
        #expect(!plain.row(0).contains { $0.base == Symbol.warning.scalar(in: .unicode) })
        #expect(marked.row(0).contains { $0.base == Symbol.warning.scalar(in: .unicode) })
        let read = LinearRenderer.introduction(of: hostile).first?.plain
        #expect(read == "ACME Ltd (warning: hidden characters)")
    }
}
