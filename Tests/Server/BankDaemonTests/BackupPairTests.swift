// Goal: a backup with keys holds no certificate with another's key, and says which file failed and why.
// Method: certificates that are made anew between the copies of a pair, pairs that never fit, and what
// SQLite and the system keep to themselves.

import BankTestKit
import Certificates
import CoreVocabulary
import FoundationEssentials
import Synchronization
import Testing

@testable import BankDaemon

@Suite("Backups of certificates and their keys")
struct BackupPairTests {
    private final class Counter: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock { $0 } }

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    /// A backup beside which the server's certificate is made anew when it was copied, so many times.
    private func backup(
        _ place: TestPlace,
        renewals: Int,
        _ counter: Counter
    ) throws -> BankBackup {
        let (tls, now) = (place.folder.tls, place.clock.now())
        let names = try place.settings().certificateNames
        var backup = BankBackup(place.folder, clock: place.clock)
        backup.copyFile = { source, target in
            try PrivateFile.copy(source, to: target)
            guard source == tls.serverPath, counter.next() <= renewals else { return }
            try tls.issueServer(names: names, now: now)
        }
        return backup
    }

    // Symptom: a backup beside `keys rotate --tls` held the old certificate and the new key, and ended
    // with 0; after its restoration `serve` refused. Cause: files were copied one by one, not compared.
    @Test("a certificate that is made anew meanwhile is copied again with its key")
    func madeAnew() async throws {
        let place = try TestPlace()
        try await place.make()
        let (file, counter) = (place.top + "/backup", Counter())
        let files = try await backup(place, renewals: 2, counter)
            .write(to: file, includesKeys: true)
        #expect(counter.value == 3)
        #expect(files.count == 10 && Set(files).count == 10)
        let tls = place.folder.tls
        let certificate = try tls.certificate(file + ".tls-server.pem")
        #expect(try tls.key(file + ".tls-server.key").fits(certificate))
        let elsewhere = DataFolder(path: place.top + "/elsewhere")
        _ = try await BankRestoration(elsewhere, clock: place.clock, log: place.log)
            .restore(from: file)
        let settings = try DaemonConfiguration(folder: elsewhere, environment: [:])
        let check = BankCheck(elsewhere, configuration: settings, now: place.clock.now())
        #expect(await check.run() == BankCheck.Report())
    }

    @Test("a pair that does not come to fit is refused after some copies, and nothing is left")
    func neverFits() async throws {
        let place = try TestPlace()
        try await place.make()
        let (tls, counter) = (place.folder.tls, Counter())
        let error = try await failure {
            _ = try await backup(place, renewals: .max, counter)
                .write(to: place.top + "/backup", includesKeys: true)
        }
        #expect(counter.value == BankBackup.pairCopyLimit)
        #expect(error.status == .tryLater)
        let pair = "\(tls.serverKeyPath) is not the key of \(tls.serverPath)"
        #expect(error.description.hasPrefix("\(pair), so the backup was not made."))
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.top) == ["bank"])
        #expect(try BackupBook(place.folder).backups().isEmpty)
    }

    @Test("a terminal's pair is proved too, and without keys there is none")
    func terminal() async throws {
        let place = try TestPlace()
        try await place.make()
        let tls = place.folder.tls
        let name = try #require(DeviceName("branch-1"))
        let own = try PrivateFile.read(tls.deviceKeyPath(name), byteLimit: TLSFolder.fileByteLimit)
        let strange = try PrivateFile.read(tls.serverKeyPath, byteLimit: TLSFolder.fileByteLimit)
        try PrivateFile.write(strange, to: tls.deviceKeyPath(name))
        let maker = BankBackup(place.folder, clock: place.clock)
        let error = try await failure {
            _ = try await maker.write(to: place.top + "/first", includesKeys: true)
        }
        #expect(error.description.contains("branch-1.key is not the key of"))
        _ = try await maker.write(to: place.top + "/second", includesKeys: false)
        // One that cannot be read is no pair halfway made, and forbids no backup.
        try PrivateFile.write([7], to: tls.deviceKeyPath(name))
        _ = try await maker.write(to: place.top + "/third", includesKeys: true)
        try PrivateFile.write(own, to: tls.deviceKeyPath(name))
        _ = try await maker.write(to: place.top + "/fourth", includesKeys: true)
    }

    // Symptom: "attempt to write a readonly database", and no file, when SQLite could not remove the
    // journal of the copy: it does not tell, and takes the copy for one that is to be put right.
    @Test("a journal that stays beside the copy is named")
    func journal() async throws {
        let place = try TestPlace()
        let books = place.top + "/backup.unfinished"
        try BankBackup.requireNoJournal(besides: books)
        let journal = books + "-journal"
        try PrivateFile.write([1], to: journal)
        let error = try await failure { try BankBackup.requireNoJournal(besides: books) }
        #expect(error.status == .cannotCreate)
        #expect(error.description.hasPrefix("\(journal) was not removed when the books were"))
        // A folder cannot be removed, as no file can on a disk that fails.
        try PrivateFile.makeFolder(journal)
        let stays = try await failure { try BankBackup.requireNoJournal(besides: books) }
        #expect(stays.status == .cannotCreate)
        #expect(stays.description.hasPrefix("\(journal) cannot be removed: "))
    }

    // Symptom: "disk I/O error", and no cause, where a file may have fewer bytes than the books.
    @Test("a limit on the size of files is named as a cause where the books are past it")
    func fileLimit() throws {
        #expect(BankBackup.sentence(ofFileLimit: .max, for: .max) == nil)
        #expect(BankBackup.sentence(ofFileLimit: 4_096, for: 4_096) == nil)
        #expect(BankBackup.sentence(ofFileLimit: 0, for: 0) == nil)
        let sentence = try #require(BankBackup.sentence(ofFileLimit: 4_095, for: 4_096))
        #expect(sentence.contains("may write 4095 bytes into a file, and the books have 4096"))
        #expect(sentence.hasSuffix("raise that limit (ulimit -f)."))
    }
}
