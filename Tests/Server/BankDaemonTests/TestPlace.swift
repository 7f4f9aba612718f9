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
import Testing

@testable import BankDaemon
import SyncCore

/// A data folder of one test, removed with everything in it.
final class TestPlace: Sendable {
    let top: String
    let folder: DataFolder
    let clock = TestClock(TestBank.start)
    let log = KeptLog()

    init() throws {
        var template = Array("/tmp/counterfoil-test-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        top = String(cString: made)
        folder = DataFolder(path: top + "/bank")
    }

    deinit {
        // What stays behind lies among the temporary files.
        try? FileManager.default.removeItem(atPath: top)
    }

    /// Makes an empty bank in the folder.
    func make() async throws {
        let terminal = try #require(DeviceName("branch-1"))
        try await BankMaker(folder, clock: clock, log: log)
            .make(fixture: nil, terminal: terminal, configuration: .forTests)
    }

    /// Makes a bank with two users.
    func makeWithUsers() async throws {
        try await make()
        let opened = try await open()
        try await addUsers(to: opened.bank)
        try opened.close()
    }

    func addUsers(to bank: Bank) async throws {
        for name in ["asha", "tara"] {
            _ = try await bank.addUser(
                NewUser(
                    name: name,
                    displayName: name,
                    role: name == "tara" ? .teller : .customer,
                    password: TestBank.secret(Array(TestBank.password.utf8)),
                    totpSecret: TestBank.secret([UInt8](repeating: 5, count: 20))
                )
            )
        }
    }

    /// An account that nobody has yet.
    var account: NewAccount {
        NewAccount(
            opening: AccountOpening(
                id: AccountID(rawValue: 1),
                currency: .indianRupee,
                normalBalance: .credit,
                limits: AccountLimits(minimumBalance: 0)
            ),
            profile: AccountProfile(
                number: "50100000001001",
                branchCode: "SHYD0000101",
                holder: "Asha Kulkarni",
                product: "Savings"
            )
        )
    }

    /// Opens the account that nobody has yet, and the bank's cash.
    func openAccounts(in bank: Bank) async throws {
        try await bank.openAccount(account)
        try await bank.openAccount(
            NewAccount(
                opening: AccountOpening(
                    id: AccountID(rawValue: 2),
                    currency: .indianRupee,
                    normalBalance: .debit
                ),
                profile: AccountProfile(
                    number: "CASH",
                    branchCode: "",
                    holder: "Cash",
                    product: "Cash"
                )
            )
        )
    }

    /// Some money paid in; the same number is the same journal.
    func posting(_ number: Int64) -> Posting {
        Posting(
            journal: Journal(
                id: JournalID(rawValue: UInt128(1_000 + number)),
                transfers: [
                    Transfer(
                        id: TransferID(rawValue: UInt128(2_000 + number)),
                        debitAccountID: AccountID(rawValue: 2),
                        creditAccountID: AccountID(rawValue: 1),
                        amount: Money(minorUnits: number, currency: .indianRupee),
                        code: TransferCode.deposit.rawValue,
                        valueDate: ZoneOffset.india.date(of: TestBank.start),
                        eventAt: TestBank.start
                    )
                ]
            ),
            narratives: [
                Narrative(
                    shownToDebtor: "Asha Kulkarni",
                    shownToCreditor: "Cash",
                    reference: "deposit \(number)"
                )
            ]
        )
    }

    func open(acceptsClock: Bool = false) async throws -> OpenedBank {
        try await OpenedBank.open(
            folder,
            configuration: .forTests,
            clock: clock,
            log: log,
            acceptsClock: acceptsClock
        )
    }

    func settings(_ environment: [String: String] = [:]) throws -> DaemonConfiguration {
        try DaemonConfiguration(folder: folder, environment: environment)
    }

    func check(at instant: Instant? = nil) async throws -> BankCheck.Report {
        await BankCheck(folder, configuration: try settings(), now: instant ?? clock.now()).run()
    }

    /// Changes one byte of a file.
    func damage(_ path: String, at offset: Int) throws {
        let descriptor = Glibc.open(path, O_RDWR)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var byte: UInt8 = 0
        try #require(pread(descriptor, &byte, 1, offset) == 1)
        byte ^= 0x40
        try #require(pwrite(descriptor, &byte, 1, offset) == 1)
    }

    func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}

/// Runs a body that has to fail, and gives its error.
func failure(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async throws -> DaemonError {
    do {
        try await body()
    } catch let error as DaemonError {
        return error
    }
    throw NoFailure()
}

/// What had to fail did not.
struct NoFailure: Error {}
