import ArgumentParser
import BankFixture
import CoreVocabulary
import LedgerCore
import LedgerService
import LocalFiles
import ProgramOutput

/// Subcommand `export`: prints the books of a demo for other programs.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the transfers of a demo bank for hledger or a spreadsheet.",
        discussion: """
            Reads the books in the folder that `counterfoil demo --state DIR` keeps. In the hledger \
            format, what a deposit account holds is positive, as the console shows it.
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case hledger, csv
    }

    @Option(help: ArgumentHelp("The folder given to `demo --state`.", valueName: "dir"))
    var state: String

    @Option(
        help: ArgumentHelp(
            "The bank given to `demo --fixture`: it says where days are counted.",
            valueName: "name|dir"
        )
    )
    var fixture = DemoCommand.defaultFixture

    @Option(help: "hledger or csv.")
    var format: Format

    @Option(
        help: ArgumentHelp(
            "Only transfers of this account: its number, spaces not counting, its identifier, or its "
                + "short form, such as ..7548.",
            valueName: "id"
        )
    )
    var account: String?

    @Option(help: ArgumentHelp("The first booking date.", valueName: "yyyy-mm-dd"))
    var from: String?

    @Option(help: ArgumentHelp("The last booking date.", valueName: "yyyy-mm-dd"))
    var to: String?

    @Flag(help: "With --format csv: begin with the mark by which Excel knows UTF-8.")
    var excel = false

    func validate() throws {
        guard !excel || format == .csv else {
            throw ValidationError("--excel goes with --format csv.")
        }
    }

    func run() throws {
        let command = self
        try CommandFailure.reporting { try Waiting.run { try await command.export() } }
    }

    private func export() async throws {
        let fromDate = try date(from, of: "--from")
        let toDate = try date(to, of: "--to")
        if let fromDate, let toDate, fromDate > toDate {
            throw CommandFailure(
                "--from \(fromDate) is after --to \(toDate); no day is in between.",
                .badData
            )
        }
        guard LocalFolder.exists(state) else {
            throw CommandFailure("There is no folder \(state).", .noInput)
        }
        let folder = StateFolder(existingPath: state)
        guard folder.hasBooks else { throw Self.refusal(of: folder) }
        try folder.requirePrivate()
        let zone = try DemoCommand.openFront(try DemoCommand.findFixture(fixture)).zone
        let bank = try Bank.demo(folder: folder, zone: zone, isReadOnly: true)
        let accountID = try await accountID(in: bank)
        var journal = HledgerJournal(zone: zone)
        let table = CSVTable(zone: zone)
        if format == .csv {
            try StandardStream.write(
                uncleaned: (excel ? CSVTable.byteOrderMark : "") + CSVTable.header
            )
        }
        // Each format has its own rule for untrusted text.
        try await bank.exportJournals(account: accountID, from: fromDate, through: toDate) {
            let text = format == .csv ? table.line(of: $0) : journal.lines(of: $0)
            guard try StandardStream.write(uncleaned: text) else { throw ExitCode.success }
        }
    }

    private func date(_ text: String?, of option: String) throws -> BusinessDate? {
        guard let text else { return nil }
        guard let date = BusinessDate(text) ?? BusinessDate(words: text) else {
            throw CommandFailure(
                "\(option) takes a day such as 2026-11-20 or '20 Nov 2026', not '\(text)'.",
                .badData
            )
        }
        return date
    }

    private func accountID(in bank: Bank) async throws -> AccountID? {
        guard let account else { return nil }
        if let match = try await bank.account(named: account) { return match.account.id }
        let short = ShortAccountName(account)
        let found = try await bank.accounts().filter { short?.fits($0.profile) == true }
        guard let match = found.first else {
            throw CommandFailure("The bank has no account \(account).", .noInput)
        }
        guard found.count == 1 else {
            let names = found.map { "\($0.profile.product) \($0.profile.number)" }
            throw CommandFailure(
                "\(account) is the short form of \(found.count) accounts: "
                    + "\(names.joined(separator: ", ")). Give the number of one to --account.",
                .badData
            )
        }
        return match.account.id
    }

    /// Returns the failure for a folder without a demo's books, with the reason and a remedy.
    private static func refusal(of folder: StateFolder) -> CommandFailure {
        if let bank = folder.servedBank {
            return CommandFailure(
                "\(bank) is the folder of a bank of counterfoild, and export reads what "
                    + "`counterfoil demo --state DIR` keeps. No command exports the books of such a "
                    + "bank.",
                .noInput
            )
        }
        // A demo rejects a folder with foreign files.
        let advice =
            folder.strangeName == nil
            ? "Make one with: counterfoil demo --state \(folder.path)"
            : "Make one in another folder with: counterfoil demo --state DIR"
        return CommandFailure("\(folder.path) holds no bank of a demo. \(advice)", .noInput)
    }
}
