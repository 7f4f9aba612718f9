import FoundationEssentials
import Glibc
import LocalFiles
import PseudoTerminal

/// Measures the time from a changed line to the start of the tests, in a copy of the sources.
struct EditBench {
    /// Goal for a change in a target that few others use, in seconds.
    private static let goalSeconds = 20.0
    /// Time limit for the first build of all tests.
    private static let buildPatience = Duration.seconds(3_600)
    /// Text that Swift Testing prints before the first test.
    private static let sign = "Test run started"
    /// The import check of `make test`.
    private static let checks = ["--explicit-target-dependency-import-check", "error"]
    /// Number of measured edits of each kind; one more warms up.
    private static let roundCount = 3

    let console: String
    let folder: WorkFolder

    /// Builds the copy, measures edits in an outer target and in Core, and prints the table.
    func run() throws {
        let tree = try copyOfTree()
        try Progress.show("Building all tests of a copy; minutes")
        let build = try start(["build", "--build-tests"], in: tree)
        guard try build.waitForEnd(timeout: Self.buildPatience) == .exited(0) else {
            throw BenchFailure("The copy cannot be built:\n\(build.screen.text)")
        }
        let outer = try measure(
            "Sources/Terminal/TerminalKit",
            testedBy: "TerminalKitTests",
            in: tree
        )
        let core = try measure("Sources/Core/MoneyCore", testedBy: "MoneyCoreTests", in: tree)
        var table = Table(
            "From a changed line to the start of its tests, debug build",
            columns: ["", "unit", "measured", "goal"]
        )
        table.add(
            "a line in TerminalKit",
            "s",
            outer.median,
            goal: .atMost(Self.goalSeconds, outer.median, "s")
        )
        table.add("a line in MoneyCore", "s", core.median)
        table.print()
    }

    /// Copies the sources and the fetched packages.
    private func copyOfTree() throws -> String {
        try Progress.show("Copying the sources")
        let fixture = try ConsoleProgram.fixtureFolder(beside: console)
        let root = fixture.split(separator: "/").dropLast(2).joined(separator: "/")
        let tree = try folder.makeFolder("tree")
        let copying = """
            cd /\(root) && cp -R Package.* Sources Tests fixtures themes docs \(tree) \
            && mkdir \(tree)/.build && cp -R .build/checkouts .build/repositories \
            .build/workspace-state.json \(tree)/.build
            """
        _ = try PseudoTerminal.output(
            of: "/bin/sh",
            ["-c", copying],
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"]
        )
        return tree
    }

    private func measure(
        _ target: String,
        testedBy tests: String,
        in tree: String
    ) throws -> Figures {
        var figures = Figures()
        let file = try firstFile(of: "\(tree)/\(target)")
        let text = try LocalFile.read(file, upTo: .max)
        for round in 0...Self.roundCount {
            try Progress.show("Editing \(target), round \(round) of \(Self.roundCount)")
            let line = Array("\nprivate let benchEdit = \(round)\n".utf8)
            try LocalFile.replace(file, draft: "\(file).new") { draft throws(FileError) in
                try draft.write((text + line).span)
            }
            let terminal = try start(["test", "--filter", tests], in: tree)
            try terminal.wait(for: Self.sign, timeout: Self.buildPatience) {
                // The whole output, because the line may have left the screen.
                String(decoding: $0.output, as: UTF8.self).contains(Self.sign)
            }
            let time = terminal.lastByteAt - terminal.startedAt
            _ = try terminal.waitForEnd(timeout: Self.buildPatience)
            if round > 0 { figures.add(time / .seconds(1)) }
        }
        return figures
    }

    private func firstFile(of folder: String) throws -> String {
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
        guard let name = files.first(where: { $0.hasSuffix(".swift") }) else {
            throw BenchFailure("\(folder) has no sources.")
        }
        return "\(folder)/\(name)"
    }

    private func start(_ arguments: [String], in tree: String) throws -> PseudoTerminal {
        let names = ["PATH", "HOME"]
        let inherited = names.compactMap { (name: String) -> String? in
            getenv(name).map { "\(name)=\(String(cString: $0))" }
        }
        return try PseudoTerminal(
            TerminalProgram.find("swift"),
            arguments + ["--package-path", tree, "--skip-update"] + Self.checks,
            environment: inherited + ["TERM=dumb", "LANG=C.UTF-8", "TMPDIR=\(folder.path)"]
        )
    }
}
