import ArgumentParser
import BankDaemon
import ProgramOutput

/// Command `counterfoild check`, which verifies everything in the folder.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Verify books, keys, certificates and files; a server may be running.",
        discussion: """
            Adds every balance up from its entries, follows every chain and the audit log, opens \
            every sealed secret, and looks at the modes of files and the dates of certificates. \
            Exits with 0 when all holds and with 1 when something does not.
            """
    )

    @OptionGroup var place: DataOption

    func run() async throws {
        try await Reporting.run {
            let report = await BankCheck(
                place.folder,
                configuration: try place.settings(),
                now: SystemBankClock().now()
            ).run()
            for note in report.notes { try StandardStream.write("Note: \(note)\n") }
            for finding in report.findings { try StandardStream.write("Wrong: \(finding)\n") }
            guard report.findings.isEmpty else { throw ExitCode(1) }
            try StandardStream.write("Everything holds.\n")
        }
    }
}
