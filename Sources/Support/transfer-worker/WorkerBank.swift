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
        let key = try Self.key("\(folder)/bank/master.key")
        store = try LedgerStoreSQLite(path: "\(folder)/bank/ledger.sqlite")
        bank = Bank(
            store: store,
            masterKey: try MasterKey(key),
            clock: clock,
            random: WorkerRandom(),
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
        configuration.passwordCost = .worker
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
        try write(SecureRandom.bytes(MasterKey.byteCount), to: "\(folder)/bank/master.key")
        let books = try WorkerBank(folder: folder, clock: HandedClock(startsAt: now))
        try await FixtureLoader(Fixture(folder: fixture), into: books.bank).load()
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        do throws(FileError) {
            try OpenFile(creating: path).write(bytes.span)
        } catch {
            throw WorkerFailure("\(path) cannot be made.")
        }
    }

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        await bank.handle(request)
    }

    private static func key(_ path: String) throws -> SharedSecret {
        do throws(FileError) {
            let bytes = try LocalFile.read(path, upTo: MasterKey.byteCount)
            return SharedSecret(copying: bytes.span)
        } catch {
            throw WorkerFailure("\(path) cannot be read.")
        }
    }
}

/// The machine's source of randomness.
private struct WorkerRandom: BankRandom {
    func bytes(_ count: Int) -> [UInt8] {
        SecureRandom.bytes(count)
    }
}

/// A log that writes its entries to the output, so that the test fails with their cause.
private struct WorkerLog: BankLog {
    func note(_ entry: BankLogEntry) {
        WorkerOutput.write("noted \(entry.event.rawValue) \(entry.text)")
    }
}

extension Scrypt.Parameters {
    /// Cheap hash parameters, because the password of these tests is public and checked a thousand
    /// times.
    static let worker =
        (try? Scrypt.Parameters(n: 1_024, r: 8, p: 1)) ?? .standard
}
