import ArgumentParser
import BankDaemon

/// `counterfoild backup`: the books as of one commit.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the books; a server may be running.",
        discussion: """
            Writes FILE, an SQLite database of its own, and FILE.manifest, which says what belongs \
            to the backup. The master keys are needed to put it back; keep them in another place.
            """
    )

    @OptionGroup var place: DataOption

    @Option(help: ArgumentHelp("The file to make.", valueName: "file"))
    var to: String

    @Flag(help: "Put the master keys beside it: who has both can read every secret.")
    var withKeys = false

    func run() async throws {
        try await Reporting.run {
            let files = try await BankBackup(place.folder, clock: SystemBankClock())
                .write(to: to, includesKeys: withKeys)
            StandardStream.write(files.map { "Written: \($0)\n" }.joined())
        }
    }
}

/// `counterfoild restore`: the books of a backup in the place of those that are there.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put the books of a backup back; no server may be running.",
        discussion: """
            Verifies the backup first: its hashes, every chain and sum, and that the keys in the \
            folder open every secret. The books that are there now are kept beside the new ones. \
            Consoles notice that the bank is another epoch's, and synchronise anew.
            """
    )

    @OptionGroup var place: DataOption

    @Option(help: ArgumentHelp("The file that `backup` made.", valueName: "file"))
    var from: String

    func run() async throws {
        try await Reporting.run {
            let report = try await BankRestoration(
                place.folder,
                clock: SystemBankClock(),
                log: StandardErrorLog()
            ).restore(from: from)
            StandardStream.write(
                "The books are those of the backup, and a new epoch has begun.\n"
            )
            if let previous = report.previousBooks {
                StandardStream.write("The books that were there are kept in \(previous).\n")
            }
        }
    }
}
