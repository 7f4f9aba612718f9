import ArgumentParser
import BankDaemon
import CoreVocabulary

/// Command `counterfoild backup`, which copies the books as of one commit.
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

    @Option(help: ArgumentHelp("The file to make.", valueName: "file"), transform: PathText.read)
    var to: String

    @Flag(help: "Add all keys: whoever has both can read every secret and act as the bank.")
    var withKeys = false

    func run() async throws {
        try await Reporting.run {
            let backup = BankBackup(place.folder, clock: SystemBankClock())
            let files = try await backup.write(to: to, includesKeys: withKeys)
            // A complete backup is kept even if the settings cannot be read.
            let settings = Result { try place.settings() }
            let answer = Self.answer(files, settings.map { backup.filesLeftOut(by: $0) })
            try DoneAnswer.write(answer)
        }
    }

    /// Returns the written files, and those named by the settings that have to be copied by hand.
    static func answer(_ files: [String], _ filesLeftOut: Result<[String], any Error>) -> String {
        let written = files.map { "Written: \(OperatorText.clean($0))\n" }.joined()
        do {
            let left = try filesLeftOut.get()
            return written
                + left.map { file in
                    "Not in the backup, though the settings name it: \(OperatorText.clean(file)). "
                        + "Keep a copy of it.\n"
                }.joined()
        } catch {
            return written
                + "The settings cannot be read, so certificates that they name elsewhere may not be in "
                + "it: \(DaemonError(of: error))\n"
        }
    }
}

/// Command `counterfoild restore`, which replaces the books with those of a backup.
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

    @Option(
        help: ArgumentHelp("The file that `backup` made.", valueName: "file"),
        transform: PathText.read
    )
    var from: String

    func run() async throws {
        try await Reporting.run {
            let zone = try place.settings().zone
            let folder = place.folder
            _ = try await BankRestoration(
                folder,
                clock: SystemBankClock(),
                log: StandardErrorLog()
            ).restore(from: from) { report in
                try DoneAnswer.write(
                    Self.answer(report, folder, zone),
                    remedy: Self.remedy(report, folder)
                )
            }
        }
    }

    /// Returns a report of the restoration and the next steps.
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
        if !report.earlierBooks.isEmpty {
            text += "A restore before this one did not end. What was put aside, oldest first:\n"
        }
        for sentence in folder.lostSentences(about: report.booksAside) { text += "\(sentence)\n" }
        return text
    }

    /// Returns the command that names the books moved aside; empty if there are none.
    static func remedy(_ report: BankRestoration.Report, _ folder: DataFolder) -> String {
        guard !report.booksAside.isEmpty else { return "" }
        return "The books that were put aside are named by: \(ShellCommand("check").on(folder))"
    }
}
