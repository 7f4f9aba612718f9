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

    /// The bank of the fixture that the demo opens by itself.
    convenience init() throws {
        try Self.template.get()
        try self.init(copying: Self.templatePath("sahyadri"))
    }

    /// A copy of a state that no program has open.
    init(copying template: String) throws {
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: template, toPath: path)
    }

    /// Where a state is made to be copied.
    static func templatePath(_ name: String) -> String {
        "\(templates)/\(name)"
    }

    /// Makes a state, with its bank and without anybody signed in.
    static func make(_ path: String, fixture: String) throws {
        // With more than the usual entries the books are written before the console starts.
        let run = try CommandRun.counterfoil([
            "demo", "--linear", "--state", path, "--fixture", fixture, "--entries", "1",
        ])
        try #require(run.status == 0, "the demo's state cannot be made: \(run.errors)")
    }

    private static let templates: String = {
        atexit { TemporaryFolder.remove("/tmp/counterfoil-scenarios-\(getpid())") }
        let path = "/tmp/counterfoil-scenarios-\(getpid())"
        mkdir(path, 0o700)
        return path
    }()
    private static let template = Result { try make(templatePath("sahyadri"), fixture: "sahyadri") }
}
