import ArgumentParser
import BankDaemon
import FoundationEssentials

/// The option that every command has: where the bank lives.
struct DataOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The folder of the bank.", valueName: "dir"),
        transform: PathText.read
    )
    var data: String

    /// The folder.
    var folder: DataFolder { DataFolder(path: data) }

    /// The settings of the folder and of the environment.
    ///
    /// - Throws: `DaemonError`: `configuration` as well where another user has a hand in the folder, whose
    ///   settings are not believed.
    func settings() throws -> DaemonConfiguration {
        try folder.requireOwnHand()
        return try DaemonConfiguration(
            folder: folder,
            environment: ProcessInfo.processInfo.environment
        )
    }
}
