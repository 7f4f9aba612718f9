import Testing

@testable import TerminalKit

/// Goal: a text that warns gives way last.
///
/// Method: screens of the smallest size with as many facts as leave it one row.
@Suite struct StackLayoutTests {
    // Symptom: on the smallest screen a notice of restored books was missing, beside when the bank was
    // last heard. Cause: what could not stand whole did not stand at all.
    @Test("a warning is cut to its first line before it goes")
    func firstLineOfWarning() {
        let warning: SafeText =
            "The books were restored from a copy; what was posted later may be missing from them."
        let roles: [(StyleRole, Bool)] = [
            (.statusWarning, true), (.statusError, true), (.text, false),
        ]
        for (role, stays) in roles {
            let facts = (0..<12).map { Fact("Kept", .text(SafeText(trusted: "\($0)"))) }
            let model = ScreenModel(
                id: "sync",
                title: "Sync",
                environment: .live,
                blocks: [.facts(facts), .text([warning], role: role, isOptional: true)]
            )
            let size = Size(width: 60, height: 16)
            #expect(CellRenderer.layout(of: model, in: size).neededSize == nil)
            let plane = CellRenderer.render(model, size: size, glyphs: .unicode).textPlane
            #expect(plane.contains("The books were restored from a copy") == stays, "\(role)")
            #expect(plane.contains("...") == stays, "\(role)")
        }
    }
}
