import Testing

@testable import TerminalKit

/// Goal: Enter alone moves no money.
///
/// Method: keys in; focus and outcome out.
@Suite struct ButtonRowTests {
    private let buttons = [
        Button("send", "Send", kind: .danger), Button("cancel", "Cancel", kind: .safe),
        Button("later", "Later", disabledReason: "Nothing can be planned on a holiday."),
    ]

    @Test("the focus starts on the safe button, which Enter presses, and letters press nothing")
    func safe() {
        var row = ButtonRow(buttons)
        for scalar in "yYnNsS".unicodeScalars {
            #expect(row.handle(.character(scalar)) == .ignored)
        }
        #expect(row.model(isFocused: true).focused == 1)
        #expect(row.model(isFocused: false).focused == nil)
        #expect(row.handle(.enter) == .pressed("cancel"))
    }

    @Test("the arrows move the focus and stop at the ends, and a button that cannot be says why")
    func arrows() {
        var row = ButtonRow(buttons)
        for _ in 0..<3 { #expect(row.handle(.left) == .handled) }
        #expect(row.handle(.enter) == .pressed("send"))
        for _ in 0..<3 { #expect(row.handle(.right) == .handled) }
        #expect(row.handle(.character(" ")) == .refused("Nothing can be planned on a holiday."))
        row.reset()
        #expect(row.focused == 1)
    }
}
