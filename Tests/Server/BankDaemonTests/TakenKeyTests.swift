// Goal: one sentence is printed about a master key that an unfinished restoration left.
// Method: a backup with keys, the key removed since, and what a death leaves.

import BankTestKit
import CoreVocabulary
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Keys that a restoration left")
struct TakenKeyTests {
    /// A bank whose first key is back since a restoration of its backup died.
    private func place(isNeeded: Bool) async throws -> TestPlace {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let backup = place.top + "/backup"
        if isNeeded {
            try BackupBook(place.folder).add(
                BackupLine(
                    madeAt: place.clock.now(),
                    path: place.top + "/keyless",
                    masterKeys: [1],
                    hasKeys: false
                )
            )
        }
        _ = try await BankBackup(place.folder, clock: place.clock)
            .write(to: backup, includesKeys: true)
        place.clock.advance(seconds: 60)
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        _ = try await desk.carryOut(.rotateMasterKey(keysAreKept: true)) { _ in }
        try opened.close()
        let folder = place.folder
        try #require(!PrivateFile.exists(folder.keys.file(1)))
        let manifest = try #require(try BackupManifest.read(BackupFiles(path: backup).manifest))
        let part = try #require(
            manifest.files.first { BackupFiles.keyNumber(ofSuffix: $0.suffix) == 1 }
        )
        try RestorationTaken(folder: folder).note([part])
        try PrivateFile.write([1], to: folder.restoringPath)
        try PrivateFile.copy(backup + part.suffix, to: folder.keys.file(1))
        return place
    }

    // Symptom: `check` said of one key that it stays, since a backup needs it, and to remove it. Cause:
    // the notes on keys and the finding on the restoration did not know of each other.
    @Test("a key that a backup needs is not among what is to be removed, and is told of once")
    func needed() async throws {
        let place = try await place(isNeeded: true)
        let folder = place.folder
        let key = folder.keys.file(1)
        let report = try await place.check()
        let told = (report.findings + report.notes).filter { $0.contains(key) }
        #expect(told.count == 1, "\(told)")
        let finding = try #require(told.first)
        #expect(finding.hasPrefix("A restore did not end, and the books are those from before "))
        let stays = "\(key) stays, since the backup \(place.top)/keyless needs it: move it to "
        #expect(finding.contains(stays), "\(finding)")
        let list = RestorationTaken(folder: folder).path
        #expect(finding.contains("Remove what it left (\(folder.restoringPath), \(list)), or run "))
    }

    @Test("one that no backup needs is removed with the rest")
    func unneeded() async throws {
        let place = try await place(isNeeded: false)
        let key = place.folder.keys.file(1)
        let report = try await place.check()
        let told = (report.findings + report.notes).filter { $0.contains(key) }
        #expect(told.count == 1, "\(told)")
        #expect(told.first?.contains(", \(key)), or run it again: ") == true)
    }
}
