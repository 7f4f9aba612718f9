import ProgramOutput
import Testing

/// Goal: no text that a command prints steers the terminal of whoever reads it.
///
/// Method: characters of every kind that does, and texts that have to stay as they are.
@Suite("Printed text")
struct PrintedTextTests {
    // Symptom: an escape in the name of a folder, in a setting or in a profile reached the operator's
    // terminal. Cause: each sentence cleaned what it knew to be from outside, and some knew of nothing.
    @Test(
        "what moves the cursor, gives a command or turns text round is replaced",
        arguments: [
            "\u{1B}", "\r", "\u{7}", "\u{8}", "\u{0}", "\u{7F}", "\u{9B}", "\u{85}", "\u{2028}",
            "\u{2029}", "\u{202E}", "\u{2066}", "\u{200E}", "\u{200B}", "\u{FEFF}", "\u{E0041}",
        ]
    )
    func steering(character: String) {
        #expect(PrintedText.clean("a\(character)[31mb") == "a\u{FFFD}[31mb")
    }

    @Test(
        "lines, tabs, every script and JSON with its escapes stay as they are",
        arguments: [
            "", "a\tb\nc\n", "Ærøskøbing, ₹ 1,00,000", "क्‍ष and می‌خواهم", "e\u{301} 😀",
            #"{"name":"\u001b[31m\u202e"}"#, "otpauth://totp/B:asha?secret=7IQWZ656&issuer=B%20C",
        ]
    )
    func kept(text: String) {
        #expect(PrintedText.clean(text) == text)
    }
}
