import ArgumentParser
import BankDaemon
import FoundationEssentials

/// The option that every command has: where the bank lives.
struct DataOption: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the bank.", valueName: "dir"))
    var data: String

    /// The folder.
    var folder: DataFolder { DataFolder(path: data) }

    /// The settings of the folder and of the environment.
    func settings() throws -> DaemonConfiguration {
        try DaemonConfiguration(
            folder: folder,
            environment: ProcessInfo.processInfo.environment
        )
    }
}
