import BankDaemon
import BankFixture
import Certificates
import ClientService
import CoreVocabulary
import Cryptography
import Glibc
import LedgerService
import LedgerStoreSQLite
import LocalFiles

/// The bank in a folder of `counterfoil demo --state`, and the link to it.
struct WorkerBank: BankLink {
    let bank: Bank
    let store: LedgerStoreSQLite

    /// Opens the existing books in a folder.
    init(folder: String, clock: any BankClock) throws {
        let key = try LocalFile.read("\(folder)/bank/master.key", upTo: MasterKey.byteCount)
        store = try LedgerStoreSQLite(path: "\(folder)/bank/ledger.sqlite")
        bank = Bank(
            store: store,
            masterKey: try MasterKey(SharedSecret(copying: key.span)),
            clock: clock,
            random: SystemBankRandom(),
            log: WorkerLog(),
            configuration: Self.configuration
        )
    }

    /// Without rate limits, because one host acts for all users, and with cheap password hashes,
    /// which are not tested.
    private static var configuration: BankConfiguration {
        var configuration = BankConfiguration()
        configuration.limits = .unlimited
        configuration.dayLimits = .unlimited
        configuration.passwordCost = .weakForTests
        return configuration
    }

    /// Makes the books of a fixture in a folder, with cheap password hashes.
    static func make(in folder: String, fixture: String, at now: Instant) async throws {
        for path in [folder, "\(folder)/bank", "\(folder)/console", "\(folder)/tls"] {
            mkdir(path, 0o700)
        }
        // The server also listens on a port, for which it needs a certificate of the present.
        let tls = TLSFolder(path: "\(folder)/tls")
        let present = Instant(secondsSinceEpoch: Int64(time(nil)))
        try tls.makeAuthority(named: "Worker", now: present)
        try tls.issueServer(names: [AlternativeName("localhost")].compactMap(\.self), now: present)
        let key = SecureRandom.bytes(MasterKey.byteCount)
        try OpenFile(creating: "\(folder)/bank/master.key").write(key.span)
        let books = try WorkerBank(folder: folder, clock: HandedClock(startsAt: now))
        try await FixtureLoader(Fixture(folder: fixture), into: books.bank).load()
    }

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        await bank.handle(request)
    }
}

/// A log that writes its entries to the output, so that the test fails with their cause.
private struct WorkerLog: BankLog {
    func note(_ entry: BankLogEntry) {
        WorkerOutput.write("noted \(entry.event.rawValue) \(entry.text)")
    }
}
