import LocalFiles
import CoreVocabulary
import BankFixture
package import Certificates
import Cryptography
package import LedgerService
import LedgerStoreSQLite

/// Creates the data folder of a new bank.
package struct BankMaker: Sendable {
    private let folder: DataFolder
    private let clock: any BankClock
    private let log: any BankLog

    /// Creates a maker for a data folder.
    package init(_ folder: DataFolder, clock: any BankClock, log: any BankLog) {
        self.folder = folder
        self.clock = clock
        self.log = log
    }

    /// Creates the folder with keys, certificates, settings and books.
    ///
    /// A process that dies meanwhile leaves the marker `unfinished`, and no command accepts the
    /// folder.
    ///
    /// - Throws: ``DaemonError`` if the folder is not empty or a file cannot be created; `tryLater`
    ///   while another process creates a bank there.
    package func make(
        fixture: String?,
        terminal: DeviceName,
        configuration: BankConfiguration = BankConfiguration(),
        progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws {
        let fixture = try fixture.map(Self.fixture)
        // Held to the end, so that other commands wait and remove nothing.
        let lock = try folder.make()
        defer { lock.release() }
        try writeSettings(fixture)
        try makeCertificates(terminal, bankName: fixture?.bankName)
        try folder.keys.add(
            SealedHeader.firstNumber,
            SharedSecret(randomByteCount: MasterKey.byteCount)
        )
        do {
            try await makeBooks(fixture, configuration, progress)
        } catch let error as LedgerStoreError {
            // SQLite reports a full disk only as a disk error.
            throw DaemonError(
                "\(folder.booksPath) cannot be written (\(error.message)). Look whether the disk is "
                    + "full; then remove \(folder.path) and make the bank again.",
                .cannotCreate
            )
        }
        try BackupBook(folder).begin()
        try PrivateFile.remove(folder.unfinishedPath)
    }

    private static func fixture(_ path: String) throws(DaemonError) -> Fixture {
        do {
            return try Fixture(folder: path)
        } catch {
            throw DaemonError(error.description, .badData)
        }
    }

    private func writeSettings(_ fixture: Fixture?) throws(DaemonError) {
        var chosen: [Setting: SettingValue] = [:]
        if let fixture {
            chosen[.bankName] = .text(fixture.bankName)
            chosen[.bankUTCOffset] = .integer(Int(fixture.zone.secondsEastOfUTC) / 60)
        }
        try PrivateFile.write(
            Array(ConfigurationTemplate.text(chosen: chosen).utf8),
            to: folder.configurationPath
        )
    }

    private func makeCertificates(_ terminal: DeviceName, bankName: String?) throws(DaemonError) {
        let settings = try DaemonConfiguration(folder: folder, environment: [:])
        let name = bankName ?? settings.text(.bankName)
        // A common name has at most 64 bytes.
        let label = String(decoding: Array("\(name) development CA".utf8.prefix(64)), as: UTF8.self)
        try folder.tls.makeAuthority(named: label, now: clock.now())
        try folder.tls.issueServer(names: settings.certificateNames, now: clock.now())
        try folder.tls.issueDevice(terminal, now: clock.now())
    }

    private func makeBooks(
        _ fixture: Fixture?,
        _ configuration: BankConfiguration,
        _ progress: @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws {
        var configuration = configuration
        if let fixture { configuration.zone = fixture.zone }
        let ring = try folder.keys.ring()
        // The folder is already locked.
        let store = try LedgerStoreSQLite(path: folder.booksPath)
        let bank = Bank(
            store: store,
            masterKey: ring,
            clock: clock,
            random: SystemBankRandom(),
            log: log,
            configuration: configuration
        )
        try await bank.adoptMasterKeys()
        if let fixture {
            do {
                try await FixtureLoader(fixture, into: bank).load(progress: progress)
            } catch let error as FixtureError {
                throw DaemonError(error.description, .badData)
            }
        }
        try await store.finish()
        let head = try await store.read { try AuditHeadFile.head(of: $0) }
        try AuditHeadFile(folder: folder).write(head)
        try EpochFile(folder: folder).raise(to: head.epoch)
        try store.close()
    }
}
