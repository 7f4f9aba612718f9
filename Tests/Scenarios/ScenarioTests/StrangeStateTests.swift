import FoundationEssentials
import Glibc
import Testing

/// Goal: a demo and a bank of `counterfoild` never come into one folder, and each says what is there.
///
/// Method: both programs, each at a folder of the other; the names there before and after.
@Suite("Scenario: a folder of the other program")
struct StrangeStateTests {
    private static let start = ["demo", "--linear", "--state"]

    private func names(in path: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
    }

    /// A bank as `init` makes it.
    private func bank(in folder: TemporaryFolder) throws -> String {
        let path = "\(folder.path)/bank"
        let run = try CommandRun(BuiltProgram.path("counterfoild"), ["init", "--data", path])
        try #require(run.status == 0, "init: \(run.errors)")
        return path
    }

    // Symptom: `export` said of a bank's folder that it holds no bank, and to start a demo there, which
    // put its books among the bank's keys. Cause: each program looked for its own files alone.
    @Test("in a bank's folder export says what it is, and a demo is refused and changes nothing")
    func bankFolder() throws {
        let folder = try TemporaryFolder()
        let path = try bank(in: folder)
        let before = try names(in: path)
        let export = try CommandRun.counterfoil(["export", "--state", path, "--format", "csv"])
        #expect(export.status == 66 && export.output.isEmpty)
        let sentence = "counterfoil: \(path) is the folder of a bank of counterfoild, "
        #expect(export.errors.hasPrefix(sentence), "\(export.errors)")
        #expect(!export.errors.contains("holds no bank"), "\(export.errors)")
        let demo = try CommandRun.counterfoil(Self.start + [path])
        #expect(demo.status == 73)
        #expect(demo.errors.hasPrefix(sentence), "\(demo.errors)")
        #expect(try names(in: path) == before)
        withExtendedLifetime(folder) {}
    }

    @Test("so is one above it, where the bank has the name that a demo gives to its own")
    func folderAbove() throws {
        let folder = try TemporaryFolder()
        let path = try bank(in: folder)
        let before = try names(in: folder.path)
        let demo = try CommandRun.counterfoil(Self.start + [folder.path])
        #expect(demo.status == 73)
        #expect(demo.errors.contains("\(path) is the folder of a bank"), "\(demo.errors)")
        #expect(try names(in: folder.path) == before)
    }

    @Test(
        "a demo is refused in a folder with something else, which is named and stays as it is",
        arguments: [
            ("", "notes.txt", "notes.txt"), ("bank", "bank/notes.txt", "bank/notes.txt"),
            ("console", "console/notes.txt", "console"),
        ]
    )
    func strangeFolder(inner: String, name: String, strange: String) throws {
        let folder = try TemporaryFolder()
        if !inner.isEmpty { try #require(mkdir("\(folder.path)/\(inner)", 0o755) == 0) }
        try folder.write("mine", to: name)
        // It would be told to put this right, were it a demo's.
        try #require(chmod(folder.path, 0o755) == 0)
        let before = try names(in: folder.path)
        let run = try CommandRun.counterfoil(Self.start + [folder.path])
        #expect(run.status == 73)
        #expect(run.errors.contains("it holds \(strange)."), "\(run.errors)")
        #expect(try names(in: folder.path) == before)
        let export = try CommandRun.counterfoil([
            "export", "--state", folder.path, "--format", "csv",
        ])
        #expect(export.status == 66)
        #expect(export.errors.contains("in another folder with: "), "\(export.errors)")
        withExtendedLifetime(folder) {}
    }

    @Test("a demo goes on in a folder of its own into which somebody put a file")
    func ownFolder() throws {
        let state = try DemoState()
        try "mine".write(toFile: "\(state.path)/export.csv", atomically: false, encoding: .utf8)
        #expect(try CommandRun.counterfoil(Self.start + [state.path]).status == 0)
        withExtendedLifetime(state) {}
    }

    @Test(
        "in a demo's folder `counterfoild` says what it is, and changes nothing",
        arguments: [["init"], ["serve", "--port", "0"], ["check"]]
    )
    func demoFolder(words: [String]) throws {
        let state = try DemoState()
        let program = try BuiltProgram.path("counterfoild")
        let before = try names(in: state.path)
        let run = try CommandRun(program, words + ["--data", state.path])
        let status = ["init": 73, "serve": 66, "check": 1][words[0]]
        let text = run.output + run.errors
        #expect(run.status == status, "\(text)")
        #expect(text.contains("\(state.path) is the folder of a demo"), "\(text)")
        #expect(!text.contains("init --data \(state.path)"), "\(text)")
        #expect(try names(in: state.path) == before)
        withExtendedLifetime(state) {}
    }
}
