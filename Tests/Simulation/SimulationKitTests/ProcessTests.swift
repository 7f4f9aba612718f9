import Foundation
import SimulationKit
import Testing

// Goal: a trace is the same in every process, whatever its hash seeds are.
// Method: the program itself, run twice; SWIFT_DETERMINISTIC_HASHING is taken out of the environment.
@Suite("simulate in processes of its own")
struct ProcessTests {
    @Test("two processes print the same bytes for a seed", arguments: ["3", "17"])
    func sameBytesInEveryProcess(seed: String) throws {
        let first = try Self.run("--seed", seed)
        let second = try Self.run("--seed", seed)
        #expect(first.output == second.output)
        #expect(first.status == 0)
        #expect(first.output.count > 1_000)
    }

    @Test("a failing seed is named with its property, and the exit status is 1")
    func failureIsNamed() throws {
        let result = try Self.run("--bug", "no-dedup", "--seeds", "400")
        #expect(result.status == 1)
        let text = String(decoding: result.output, as: UTF8.self)
        #expect(text.contains("fails: "))
        #expect(text.contains("Replay it: simulate --seed "))
    }

    @Test("--require-all fails a run that is too short to see everything")
    func requireAllFailsShortRun() throws {
        let result = try Self.run("--seeds", "1", "--require-all")
        #expect(result.status == 1)
        #expect(String(decoding: result.output, as: UTF8.self).contains("Never happened: "))
    }

    @Test("a run of a hundred seeds says how often each size was at its minimum")
    func sizesAreTold() throws {
        let result = try Self.run("--seeds", "100")
        #expect(result.status == 0)
        let text = String(decoding: result.output, as: UTF8.self)
        #expect(text.contains("Sizes at their minimum, in 100 stories:"))
        for size in SizeKind.allCases { #expect(text.contains("  \(size.rawValue) ")) }
        let short = String(decoding: try Self.run("--seeds", "1").output, as: UTF8.self)
        #expect(!short.contains("Sizes"))
    }

    @Test("processes that share the seeds count what one process counts", arguments: ["2", "5"])
    func seedsAreShared(jobs: String) throws {
        /// All that is printed, without the time that it took.
        func counts(_ arguments: String...) throws -> [Substring] {
            let result = try Self.run(["--seeds", "5", "--counters"] + arguments)
            #expect(result.status == 0)
            var lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
            lines[0] = lines[0].prefix { $0 != ";" }
            return lines
        }
        let alone = try counts("--jobs", "1")
        #expect(alone.count > SizeKind.allCases.count)
        #expect(try counts("--jobs", jobs) == alone)
    }

    @Test("seeds that fail in several processes are counted together")
    func failuresAreCounted() throws {
        let bug = ["--bug", "no-dedup", "--seeds", "30", "--keep-going"]
        let shared = try Self.run(bug + ["--jobs", "3"])
        let alone = try Self.run(bug + ["--jobs", "1"])
        #expect(shared.status == 1 && alone.status == 1)
        func lines(_ result: (status: Int32, output: Data)) -> Set<Substring> {
            Set(String(decoding: result.output, as: UTF8.self).split(separator: "\n"))
        }
        #expect(lines(shared) == lines(alone))
        #expect(lines(shared).contains { $0.hasSuffix(" of 30 seeds from 1 fail.") })
    }

    @Test("options that do not go together are refused with a sentence")
    func contradictionsAreRefused() throws {
        #expect(try Self.run("--bugs", "--bug", "no-dedup").status != 0)
        #expect(try Self.run("--seeds", "0").status != 0)
        #expect(try Self.run("--jobs", "0").status != 0)
        #expect(try Self.run("--bug", "no-such-bug").status != 0)
    }

    /// Runs the program that was built beside the tests.
    private static func run(_ arguments: String...) throws -> (status: Int32, output: Data) {
        try run(arguments)
    }

    private static func run(_ arguments: [String]) throws -> (status: Int32, output: Data) {
        let url = try #require(program)
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter {
            $0.key != "SWIFT_DETERMINISTIC_HASHING"
        }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = Pipe()
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    /// The folder of the test bundle is the one of the products.
    private static var program: URL? {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appending(path: "simulate")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return nil
    }
}
