import ArgumentParser
import BankDaemon
import Certificates
import Testing

@testable import counterfoild

/// Goal: a path that is empty is refused with a sentence, and one that is printed can be used elsewhere.
///
/// Method: command lines through the program's own parser; what `init` prints of a folder that was named
/// from where somebody stood.
@Suite("Paths that are typed and printed")
struct PathOptionTests {
    // Symptom: `backup --to ""` said "counterfoild:  cannot be written".
    @Test(
        "every option that names a file or a folder refuses an empty one",
        arguments: [
            ["backup", "--data", "bank", "--to"], ["restore", "--data", "bank", "--from"],
            ["lost", "--data", "bank", "--from"], ["init", "--data", "bank", "--fixture"],
            ["check", "--data"], ["account", "list", "--data"], ["serve", "--data"],
        ]
    )
    func empty(words: [String]) throws {
        #expect(throws: Never.self) { _ = try Counterfoild.parseAsRoot(words + ["x"]) }
        let error = #expect(throws: (any Error).self) {
            _ = try Counterfoild.parseAsRoot(words + [""])
        }
        let message = try #require(error.map { Counterfoild.message(for: $0) })
        #expect(message.contains("The path is empty."), "\(message)")
        #expect(message.contains(words.last ?? ""), "\(message)")
    }

    // Symptom: `init --data tm/c` printed `--ca tm/c/tls/ca.pem` for another terminal, in which that is
    // another file or none.
    @Test("what `init` prints for another terminal names whole paths")
    func whole() throws {
        let terminal = try #require(DeviceName("branch-1"))
        let folder = DataFolder(path: "tm/c")
        let text = InitCommand.nextSteps(folder, terminal, fixture: nil)
        let whole = folder.fromRoot.path
        #expect(whole.hasPrefix("/") && whole.hasSuffix("/tm/c"))
        for name in ["--ca \(whole)/tls/ca.pem", "Keep a copy of \(whole)/keys", "in \(whole)."] {
            #expect(text.contains(name), "\(text)")
        }
        #expect(!text.contains(" tm/c"))
    }
}
