import Testing

/// Goal: the measurements of `make bench` do not break unnoticed.
///
/// Method: the bench's real program, each group that needs no other program, every step of it with as
/// little as it takes.
@Suite("Scenario: the bench")
struct BenchTests {
    /// How long a group may take on a busy machine, in seconds.
    private static let secondsLimit = 300

    @Test(
        "every group of the bench goes through all its steps",
        arguments: ["books", "transfers", "client", "network", "sessions", "simulator"]
    )
    func trial(_ group: String) throws {
        let cache = try TemporaryFolder()
        let run = try CommandRun(
            BuiltProgram.path("counterfoil-bench"),
            [
                "--trial", "--group", group, "--cache", cache.path,
                "--console", BuiltProgram.path("counterfoil"),
            ],
            secondsLimit: Self.secondsLimit
        )
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("ratio") || run.output.contains("measured"), "\(run.output)")
    }
}
