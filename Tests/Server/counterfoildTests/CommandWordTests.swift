import Testing

@testable import counterfoild

/// Goal: an unknown command is reported as such, without the help of another command.
///
/// Method: command lines held against the words of the program's own commands.
@Suite("Words that are no command")
struct CommandWordTests {
    // Symptom: `counterfoild user nosuch --help` printed the help of `user` with status 0.
    @Test(
        "a word that names no command is refused with those that there are, at every depth",
        arguments: [
            (["nosuch"], "`counterfoild` has no command 'nosuch'. It has: init, serve, user, "),
            (["nosuch", "--help"], "`counterfoild` has no command 'nosuch'."),
            (["help", "nosuch"], "`counterfoild` has no command 'nosuch'."),
            (["user", "nosuch", "--help"], "`counterfoild user` has no command 'nosuch'."),
            (["help", "user", "nosuch"], "`counterfoild user` has no command 'nosuch'."),
            (["user", "help"], "`counterfoild user` has no command 'help'."),
        ]
    )
    func unknown(words: [String], sentence: String) {
        let refusal = Counterfoild.refusal(of: words)
        #expect(refusal?.hasPrefix("counterfoild: \(sentence)") == true, "\(refusal ?? "nil")")
    }

    @Test(
        "a word behind a command that is whole, or behind an option, is left to the parser",
        arguments: [
            [], ["--help"], ["help"], ["help", "user", "add"], ["user", "--help"],
            ["user", "disable", "nosuch"], ["lost", "nosuch"], ["--nosuch", "nosuch"],
        ]
    )
    func known(words: [String]) {
        #expect(Counterfoild.refusal(of: words) == nil)
    }
}
