import ArgumentParser
import BankTestKit
import Certificates
import CoreVocabulary
import FoundationEssentials
import Glibc
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

@testable import BankDaemon
@testable import counterfoild

/// Goal: a command line that the program prints can be pasted, whatever the values in it hold.
///
/// Method: every sentence that prints one, for a folder with a space and an apostrophe in its name and
/// for values that begin with a hyphen or hold what cannot be seen; bash reads the line, and the
/// program's own parser the words.
@Suite("Commands that are printed")
struct PrintedCommandTests {
    /// A folder whose name has to be quoted, removed with everything in it.
    private final class Place {
        let top: String
        let folder: DataFolder

        init() throws {
            var template = Array("/tmp/counterfoil-test-XXXXXX".utf8CString)
            let made = try #require(mkdtemp(&template))
            top = String(cString: made)
            folder = DataFolder(path: "\(top)/my bank's")
            try PrivateFile.makeFolder(folder.path)
        }

        deinit {
            // What stays behind lies among the temporary files.
            try? FileManager.default.removeItem(atPath: top)
        }

        func write(_ text: String, to path: String) throws {
            try PrivateFile.write(Array(text.utf8), to: path)
        }

        /// Takes the command at the end of a sentence in.
        @discardableResult
        func paste(
            _ sentence: String?,
            sourceLocation: SourceLocation = #_sourceLocation
        ) throws -> any ParsableCommand {
            let line = try #require(sentence, sourceLocation: sourceLocation)
            let pasted = try PastedCommand(endOf: line, sourceLocation: sourceLocation)
            #expect(pasted.words.contains(folder.path), "\(line)", sourceLocation: sourceLocation)
            return try pasted.parsed()
        }

        /// Makes a bank in the folder.
        func make(_ clock: TestClock) async throws {
            // `init` wants an empty folder, and makes it.
            try FileManager.default.removeItem(atPath: folder.path)
            let terminal = try #require(DeviceName("branch-1"))
            try await BankMaker(folder, clock: clock, log: KeptLog())
                .make(fixture: nil, terminal: terminal, configuration: .forTests)
        }

        func refusal() -> String? {
            do {
                try folder.requireBank()
                return nil
            } catch {
                return error.description
            }
        }
    }

    // Symptom: `--data my bank` and `serve --accept-clock` without `--data`: both ended with 64.
    @Test("what is said of a folder and its files names the folder as one word")
    func folders() throws {
        let place = try Place()
        let folder = place.folder
        #expect(try place.paste(place.refusal()) is InitCommand)
        try place.write("", to: folder.unfinishedPath)
        #expect(try place.paste(place.refusal()) is InitCommand)
        try place.write("", to: folder.restoringPath)
        #expect(try place.paste(folder.restorationFinding) is RestoreCommand)
        try place.write("", to: folder.booksPath)
        #expect(try place.paste(folder.restorationFinding) is RestoreCommand)
        try place.write("epoch 7\n", to: folder.epochPath)
        #expect(try place.paste(EpochFile(folder: folder).finding(about: 6)) is RestoreCommand)
        #expect(
            try place.paste(AuditHeadFile(folder: folder).finding(.contradicted)) is RestoreCommand
        )
        try #require(chmod(folder.booksPath, 0o644) == 0)
        let fault = try #require(PrivacyFault(folder.booksPath, .file)).description
        let chmod = try PastedCommand(endOf: fault, program: "chmod")
        #expect(chmod.words == ["600", folder.booksPath])
    }

    @Test("what is printed when something was done names the next command as it has to be typed")
    func answers() throws {
        let place = try Place()
        let folder = place.folder
        let remedy = try #require(AdminRequest.resetTOTP("asha").remedyOfLostAnswer(folder))
        #expect((try place.paste(remedy) as? UserCommand.ResetTOTP)?.user.name == "asha")
        let report = BankRestoration.Report(
            epoch: 2,
            madeAt: TestBank.start,
            takenFiles: [],
            earlierBooks: [folder.booksPath + ".before-9"],
            previousBooks: folder.booksPath + ".before-7",
            removedFiles: []
        )
        // Symptom: books that a restore which died had put aside were in no answer.
        let lines = RestoreCommand.answer(report, folder, .india).split(separator: "\n")
        let lost = try lines.filter { $0.hasPrefix("  counterfoild ") }
            .compactMap { try place.paste(String($0)) as? LostCommand }
        #expect(lost.map(\.from) == report.booksAside)
        #expect(lines.contains { $0.hasSuffix("did not end. What was put aside, oldest first:") })
        #expect(try place.paste(RestoreCommand.remedy(report, folder)) is CheckCommand)

        let terminal = try #require(DeviceName("branch-1"))
        for fixture in [nil, "my fixture"] {
            let steps = InitCommand.nextSteps(folder, terminal, fixture: fixture)
                .split(separator: "\n").filter { $0.hasPrefix("  counterfoil") }
            #expect(steps.count == 4)
            let own = steps.filter { $0.hasPrefix("  counterfoild ") }
            for line in own { try place.paste(String(line)) }
            for line in steps where !own.contains(line) {
                let words = try PastedCommand(endOf: line, program: "counterfoil").words
                #expect(
                    words.contains(folder.tls.authorityPath) || words.contains("my fixture"),
                    "\(line)"
                )
            }
        }
    }

    // Symptom: after a restore nobody learned what was lost, because nothing said from when the books
    // were. Method here: the clock goes on between bank, backup and restore.
    @Test("a restore says of when the books are: the time of the backup, in the bank's zone")
    func pointInTime() async throws {
        let place = try Place()
        let clock = TestClock(TestBank.start)
        try await place.make(clock)
        clock.advance(seconds: 3_661)
        let backup = place.top + "/backup"
        _ = try await BankBackup(place.folder, clock: clock)
            .write(to: backup, includesKeys: false)
        clock.advance(seconds: 86_400)
        let report = try await BankRestoration(place.folder, clock: clock, log: KeptLog())
            .restore(from: backup)
        let aside = try #require(report.previousBooks)
        let command = ShellCommand("lost").option("--from", aside).on(place.folder)
        #expect(
            RestoreCommand.answer(report, place.folder, .india) == """
                The books are those of 2026-11-20 13:01:01 +05:30, and a new epoch has begun. \
                What the bank said after that is not in them. A new key signs access tokens.
                The books that were there are kept in \(aside). \
                What they held and these lack is listed by:
                  \(command)

                """
        )
        let west = ZoneOffset(secondsEastOfUTC: -3_600)
        #expect(
            RestoreCommand.answer(report, place.folder, west)
                .hasPrefix("The books are those of 2026-11-20 06:31:01 -01:00, and a new epoch")
        )
    }

    @Test("a rotation that backups forbid names the list of the others")
    func backups() throws {
        let place = try Place()
        let folder = place.folder
        try PrivateFile.makeFolder(folder.keys.path)
        try place.write("", to: folder.keys.file(1))
        let book = BackupBook(folder)
        try book.begin()
        for number in 0...Int64(BackupBook.namedLimit) {
            try book.add(
                BackupLine(
                    madeAt: TestBank.start.adding(seconds: number),
                    path: "/backup/\(number)",
                    masterKeys: [1],
                    hasKeys: false
                )
            )
        }
        let error = #expect(throws: DaemonError.self) {
            try book.requireNone(needing: folder.keys)
        }
        let line = error?.description.split(separator: "\n").first { $0.contains("older ones") }
        #expect(try place.paste(line.map(String.init)) is BackupsCommand)
    }

    @Test("what a check advises can be pasted")
    func check() async throws {
        let place = try Place()
        try await place.make(TestClock(TestBank.start))
        let late = TestBank.start.adding(seconds: 400 * 86_400)
        let settings = try DaemonConfiguration(folder: place.folder, environment: [:])
        let report = await BankCheck(place.folder, configuration: settings, now: late).run()
        let advice = report.findings.filter { $0.contains("counterfoild ") }
        #expect(advice.contains { $0.contains("keys rotate") })
        #expect(advice.contains { $0.contains("keys device") })
        #expect(advice.contains { $0.contains("--accept-clock") })
        for line in advice { try place.paste(line) }
    }

    // Symptom: a name that begins with a hyphen ended with 64; one with a control character was
    // printed as another one, so that the line stayed and each paste held the money once more.
    @Test(
        "what a restoration took away is done again by the line, to the letter",
        arguments: [
            "-dash", "it's", "a b", "-", "--name", "\u{1B}[2J\n'\\", "-\u{301}x", "₹\u{200B}",
            "'\u{301}; reboot",
        ]
    )
    func lost(value: String) async throws {
        let place = try Place()
        let bank = try await TestBank.open()
        let sample = try #require(try await bank.store.read { try $0.users().first })
        let facts = try Self.facts(value, sample, bank.bits())
        let items = try await bank.store.read { reader in
            let comparison = LostFactComparison(zone: .india, now: TestBank.start)
            return try facts.compactMap { try comparison.item(for: $0, in: reader) }
        }
        #expect(items.count == facts.count)
        let commands = try items.map { try place.paste($0.command.on(place.folder).description) }
        for command in commands {
            switch command {
            case let command as UserCommand.Add: #expect(command.displayName == value)
            case let command as AccountCommand.Open:
                #expect(command.number == value && command.holder == value)
                #expect(command.product == value && command.branch == value)
                #expect(command.bounds.minimum == "-1.00")
            case let command as PayeeCommand.Add:
                #expect(command.act.account == value && command.name == value)
            case let command as HoldCommand.Place:
                #expect(command.from == value && command.to == value)
                #expect(command.reference == value && command.amount == "12.34")
            case let command as TokenCommand.Revoke: #expect(command.terminal == value)
            case let command as AccessCommand.Grant:
                #expect(command.act.account == value && command.access == .view)
            default: Issue.record("not looked at: \(command)")
            }
        }
        try bank.store.close()
    }

    /// One fact of each kind that has texts from outside.
    private static func facts(
        _ value: String,
        _ sample: UserRecord,
        _ bits: UInt128
    ) throws -> [LostFact] {
        let opening = AccountOpening(
            id: AccountID(rawValue: bits),
            currency: .indianRupee,
            normalBalance: .credit,
            limits: AccountLimits(minimumBalance: -100)
        )
        var state = LedgerState()
        _ = state.apply(.openAccount(opening), at: TestBank.start)
        let stored = StoredAccount(
            account: try #require(state.account(opening.id)),
            profile: AccountProfile(
                number: value,
                branchCode: value,
                holder: value,
                product: value
            ),
            head: .genesis(of: opening.id)
        )
        let user = UserRecord(
            id: UserID(rawValue: bits),
            name: "zoya",
            displayName: value,
            role: .customer,
            password: sample.password,
            totp: sample.totp,
            sealedTOTPSecret: sample.sealedTOTPSecret,
            sealedStorageKey: sample.sealedStorageKey,
            addedAt: TestBank.start
        )
        let payee = PayeeRecord(
            accountID: opening.id,
            name: value,
            number: value,
            branchCode: value,
            currency: .indianRupee,
            isRemoved: false
        )
        return [
            .user(user, .userAdded), .terminal(value), .account(stored, .accountOpened),
            .access(.view, user: user, account: stored), .payee(payee, user: user, account: stored),
            hold(value, of: stored, bits),
        ]
    }

    private static func hold(
        _ value: String,
        of stored: StoredAccount,
        _ bits: UInt128
    ) -> LostFact {
        let accountID = stored.account.id
        let amount = Money(minorUnits: 1_234, currency: .indianRupee)
        let transfer = Transfer(
            id: TransferID(rawValue: bits),
            debitAccountID: accountID,
            creditAccountID: AccountID(rawValue: bits &+ 1),
            amount: amount,
            kind: .pend(expiresAt: nil),
            code: TransferCode.internalTransfer.rawValue,
            valueDate: ZoneOffset.india.date(of: TestBank.start),
            eventAt: TestBank.start
        )
        let record = TransferRecord(
            transfer: transfer,
            journalID: JournalID(rawValue: bits),
            journalIndex: 0,
            bookedAt: TestBank.start
        )
        let hold = HoldRecord(
            transferID: transfer.id,
            accountID: accountID,
            amount: amount,
            counterparty: value,
            reference: value,
            heldAt: TestBank.start,
            expiresAt: nil,
            status: .pending
        )
        return .hold(LostHold(hold: hold, record: record, from: stored, to: stored))
    }
}
