import FoundationEssentials
import Glibc
import Testing

/// A folder for `--state` with the demo's bank already in it, for one test.
///
/// The bank is made once and copied: two years of entries take longer than most tests.
final class DemoState {
    private let folder: TemporaryFolder

    /// The path to give to `--state`.
    var path: String { "\(folder.path)/state" }

    init() throws {
        let template = try Self.template.get()
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: template, toPath: path)
    }

    private static let template = Result { () throws -> String in
        let path = "/tmp/counterfoil-scenario-template-\(getpid())"
        atexit { TemporaryFolder.remove("/tmp/counterfoil-scenario-template-\(getpid())") }
        // With more than the usual entries the books are written before the console starts.
        let run = try CommandRun.counterfoil([
            "demo", "--linear", "--state", path, "--entries", "1",
        ])
        try #require(run.status == 0, "the demo's state cannot be made: \(run.errors)")
        return path
    }
}
