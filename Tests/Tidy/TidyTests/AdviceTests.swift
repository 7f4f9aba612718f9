import Foundation
import Testing

/// Goal: nobody is told to do what cannot be done.
///
/// Method: what the console says stands in the literals of its sources, and all of them are read.
struct AdviceTests {
    /// The layers whose sentences no console says.
    private static let elsewhere: Set<String> = ["Server", "Simulation", "Support"]

    // Symptom: the list of sessions said "change your password at the bank", and there is no way to:
    // the bank gives out a new one. Cause: nothing compared what is advised with what can be done.
    @Test("no sentence of the console tells somebody to change a password")
    func passwords() throws {
        let said = try SourceTree.swiftSources()
            .filter { !Self.elsewhere.contains($0.layer ?? "") && $0.text.contains("assword") }
            .flatMap { Self.literals(of: $0.text) }
        let hasAdvice = said.contains { $0.contains("ask your bank for a new password") }
        #expect(hasAdvice, "the sentences are found at all")
        let wrong = said.filter(Self.tellsToChange)
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    }

    @Test(
        "advice to change a password is told from other words about one",
        arguments: [
            (#"let a = "End it, then change your password at the bank.""#, true),
            ("let a = \"End it, then change your\"\n    + \" password at the bank.\"", true),
            (#"let a = "\(isHere ? "Change the password" : "Wait") now.""#, true),
            (#"let a = "Reset a password.""#, true),
            (#"let a = "End it, then ask your bank for a new password.""#, false),
            (#"let a = "Change the code. A password is needed.""#, false),
            ("// Change your password.", false), ("func change(password: String)", false),
        ]
    )
    func advice(source: String, isWrong: Bool) {
        let literals = Self.literals(of: source)
        let isFound = literals.contains(where: Self.tellsToChange)
        #expect(isFound == isWrong, "\(literals)")
    }

    /// All literals, also those inside of the values of others, which the reader goes past.
    private static func literals(of text: String) -> [String] {
        [text, text.replacing("\\(", with: "\" + (")].flatMap { text in
            var reader = LiteralReader(text)
            return reader.literals()
        }
    }

    private static func tellsToChange(_ sentence: String) -> Bool {
        guard sentence.contains("assword") else { return false }
        let advice = #/(?i)\b(chang(e|ing)|reset|renew|replace)\s+([^\s.;:]+\s+){0,2}passwords?\b/#
        return sentence.firstMatch(of: advice) != nil
    }
}
