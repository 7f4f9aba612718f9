// Goal: files that a dead restoration took do not count as the folder's own.
// Method: two backups with different settings, and the files that a death leaves while the first is
// put into an empty folder.

import BankTestKit
import CoreVocabulary
import Glibc
import Testing

@testable import BankDaemon

@Suite("Files that a restoration takes")
struct RestorationTakenTests {
    /// A folder into which Monday's backup was being put when the restoration died.
    private struct Dead {
        let place: TestPlace
        let elsewhere: DataFolder
        /// The files of the folder that Monday's backup has.
        let targets: [String]

        init() async throws {
            place = try TestPlace()
            try await place.makeWithUsers()
            _ = try await Self.backup(place, "mon")
            try Self.change(place.folder)
            _ = try await Self.backup(place, "tue")
            elsewhere = DataFolder(path: place.top + "/elsewhere")
            let folders = [
                elsewhere.path, elsewhere.keys.path, elsewhere.tls.path, elsewhere.tls.devicesPath,
            ]
            for folder in folders { try PrivateFile.makeFolder(folder) }
            let manifest = try Self.manifest(place, "mon")
            let folder = elsewhere
            let parts = manifest.files.filter { folder.target(ofPart: $0.suffix) != nil }
            try RestorationTaken(folder: folder).note(parts)
            try PrivateFile.write([1], to: folder.restoringPath)
            for part in parts {
                let target = try #require(folder.target(ofPart: part.suffix))
                try PrivateFile.copy("\(place.top)/mon\(part.suffix)", to: target)
            }
            targets = parts.compactMap { folder.target(ofPart: $0.suffix) }
        }

        private static func backup(_ place: TestPlace, _ name: String) async throws -> [String] {
            try await BankBackup(place.folder, clock: place.clock)
                .write(to: "\(place.top)/\(name)", includesKeys: true)
        }

        /// Other settings, and a terminal less.
        private static func change(_ folder: DataFolder) throws {
            let settings = try PrivateFile.read(folder.configurationPath, byteLimit: 65_536)
            try PrivateFile.write(settings + Array("# tue\n".utf8), to: folder.configurationPath)
            for end in ["pem", "key"] {
                try PrivateFile.remove("\(folder.tls.devicesPath)/branch-1.\(end)")
            }
        }

        static func manifest(_ place: TestPlace, _ name: String) throws -> BackupManifest {
            let path = BackupFiles(path: "\(place.top)/\(name)").manifest
            return try #require(try BackupManifest.read(path))
        }

        func restore(_ name: String) async throws -> BankRestoration.Report {
            try await BankRestoration(elsewhere, clock: place.clock, log: place.log)
                .restore(from: "\(place.top)/\(name)")
        }

        func settings(of folder: DataFolder) throws -> [UInt8] {
            try PrivateFile.read(folder.configurationPath, byteLimit: 65_536)
        }
    }

    // Symptom: the books were those of Tuesday, settings and certificates those of Monday, and nothing
    // said so. Cause: what is there was taken for the folder's own, and what a restoration had taken
    // was remembered in memory alone.
    @Test("the next restoration takes its own files in the place of those, and names all of them")
    func replaced() async throws {
        let dead = try await Dead()
        let folder = dead.elsewhere
        let list = RestorationTaken(folder: folder).path
        #expect(folder.restorationFiles == [folder.restoringPath, list])
        let finding = try #require(folder.restorationFinding)
        for file in dead.targets { #expect(finding.contains(file), "\(file)") }
        let report = try await dead.restore("tue")
        #expect(try dead.settings(of: folder) == dead.settings(of: dead.place.folder))
        let gone = ["pem", "key"].map { "\(folder.tls.devicesPath)/branch-1.\($0)" }
        let kept = dead.targets.filter { !gone.contains($0) }
        #expect(report.takenFiles.sorted() == kept.sorted())
        #expect(report.removedFiles.sorted() == ([folder.restoringPath, list] + gone).sorted())
        for file in gone { #expect(!PrivateFile.exists(file), "\(file)") }
        #expect(!PrivateFile.exists(list))
        #expect(folder.restorationFinding == nil)
    }

    // Symptom: with the same backup both times the second run named some of the files only.
    @Test("the same backup once more names all files again")
    func repeated() async throws {
        let dead = try await Dead()
        let report = try await dead.restore("mon")
        #expect(report.takenFiles.sorted() == dead.targets.sorted())
    }

    @Test("a file that was changed since is the folder's own, and so is all beside new books")
    func own() async throws {
        let dead = try await Dead()
        let folder = dead.elsewhere
        let changed = try dead.settings(of: folder) + Array("# mine\n".utf8)
        try PrivateFile.write(changed, to: folder.configurationPath)
        let list = RestorationTaken(folder: folder)
        let bytes = try PrivateFile.read(list.path, byteLimit: 65_536)
        #expect(list.standing.count == dead.targets.count - 1)
        let report = try await dead.restore("tue")
        #expect(!report.takenFiles.contains(folder.configurationPath))
        #expect(try dead.settings(of: folder) == changed)
        // As a restoration leaves it that dies after the exchange.
        try PrivateFile.write(bytes, to: list.path)
        #expect(list.standing.isEmpty)
        let later = try await dead.restore("mon").takenFiles
        #expect(later.count == 2)
        #expect(later.allSatisfy { $0.hasPrefix(folder.tls.devicesPath) })
    }

    @Test("a restoration that is refused leaves what an earlier one took as what it is")
    func refused() async throws {
        let dead = try await Dead()
        let folder = dead.elsewhere
        // A folder has the name that one of the books' files is to get.
        try PrivateFile.makeFolder(folder.booksPath + "-shm")
        let error = try await failure { _ = try await dead.restore("tue") }
        #expect(error.status == .cannotCreate)
        try #require(rmdir(folder.booksPath + "-shm") == 0)
        // It had taken all of them in their place, and left none.
        for file in dead.targets { #expect(!PrivateFile.exists(file), "\(file)") }
        #expect(!PrivateFile.exists(RestorationTaken(folder: folder).path))
        _ = try await dead.restore("tue")
        #expect(try dead.settings(of: folder) == dead.settings(of: dead.place.folder))
    }
}
