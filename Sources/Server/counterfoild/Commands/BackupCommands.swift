import ArgumentParser
import BankDaemon
import CoreVocabulary

/// `counterfoild backup`: the books as of one commit.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the books; a server may be running.",
        discussion: """
            Writes FILE, an SQLite database of its own, the settings and certificates beside it, and \
            FILE.manifest, which says what belongs to the backup. The master keys are needed to put \
            it back; keep them in another place. `backups` lists what was made.
            """
    )

    @OptionGroup var place: DataOption

    @Option(help: ArgumentHelp("The file to make.", valueName: "file"))
    var to: String

    @Flag(help: "Put all keys beside it: who has both can read every secret and be the bank.")
    var withKeys = false

    func run() async throws {
        try await Reporting.run {
            let files = try await BankBackup(place.folder, clock: SystemBankClock())
                .write(to: to, includesKeys: withKeys)
            try DoneAnswer.write(files.map { "Written: \($0)\n" }.joined())
        }
    }
}

/// `counterfoild restore`: the books of a backup in the place of those that are there.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore the books from a backup; no server may be running.",
        discussion: """
            Verifies the backup first: its hashes, every chain and sum, and that the keys in the \
            folder open every secret. The books that are there now are kept beside the new ones. \
            Consoles notice the new epoch, and synchronise anew.
            """
    )

    @OptionGroup var place: DataOption

    @Option(help: ArgumentHelp("The file that `backup` made.", valueName: "file"))
    var from: String

    func run() async throws {
        try await Reporting.run {
            let zone = try place.settings().zone
            let report = try await BankRestoration(
                place.folder,
                clock: SystemBankClock(),
                log: StandardErrorLog()
            ).restore(from: from)
            try DoneAnswer.write(Self.answer(report, place.folder, zone))
        }
    }

    /// What was done, and what to do next.
    static func answer(
        _ report: BankRestoration.Report,
        _ folder: DataFolder,
        _ zone: ZoneOffset
    ) -> String {
        var text =
            "The books are those of \(zone.text(of: report.madeAt)), and a new epoch has begun. "
            + "What the bank said after that is not in them. A new key signs access tokens.\n"
        for file in report.removedFiles {
            text += "Removed, of a restore that did not end: \(file)\n"
        }
        for file in report.takenFiles { text += "Taken from the backup: \(file)\n" }
        guard let previous = report.previousBooks else { return text }
        let command = ShellCommand("lost").option("--from", previous).on(folder)
        return text
            + "The books that were there are kept in \(previous). What they held and these lack is "
            + "listed by:\n  \(command)\n"
    }
}
