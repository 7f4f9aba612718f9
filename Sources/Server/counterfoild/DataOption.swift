import ArgumentParser
import BankDaemon
import FoundationEssentials

/// Option of every command that names the bank's folder.
struct DataOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("The folder of the bank.", valueName: "dir"),
        transform: PathText.read
    )
    var data: String

    /// The folder of the bank.
    var folder: DataFolder { DataFolder(path: data) }

    /// Returns the settings of the folder and of the environment.
    ///
    /// - Throws: `DaemonError`, also with `configuration` if another user controls the folder,
    ///   whose settings are not trusted.
    func settings() throws -> DaemonConfiguration {
        try folder.requireOwnHand()
        return try DaemonConfiguration(
            folder: folder,
            environment: ProcessInfo.processInfo.environment
        )
    }
}
