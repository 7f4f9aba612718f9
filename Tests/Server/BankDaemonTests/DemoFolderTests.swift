// Goal: a command on a demo's folder says what the folder is, and makes no bank in it.
// Method: folders as a demo keeps them, and a bank into whose folder a demo was put.

import BankTestKit
import Certificates
import CoreVocabulary
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Folders of demos")
struct DemoFolderTests {
    private static let words = "is the folder of a demo"

    /// Puts into a folder what a demo keeps.
    private func addDemo(to path: String) throws {
        for folder in [path, "\(path)/bank", "\(path)/console"] {
            try PrivateFile.makeFolder(folder)
        }
        try PrivateFile.write([1], to: "\(path)/bank/ledger.sqlite")
    }

    private func make(_ folder: DataFolder, _ place: TestPlace) async throws {
        let terminal = try #require(DeviceName("branch-1"))
        try await BankMaker(folder, clock: place.clock, log: place.log)
            .make(fixture: nil, terminal: terminal, configuration: .forTests)
    }

    // Symptom: a demo's folder "holds no bank. Make one with: counterfoild init", and `init` said only
    // that it is not empty. Cause: nobody looked for a demo's books.
    @Test("each command says that a demo's folder is one", arguments: ["", "/bank"])
    func demo(part: String) async throws {
        let place = try TestPlace()
        let path = "\(place.top)/demo"
        try addDemo(to: path)
        let folder = DataFolder(path: path + part)
        let other = try await failure { try folder.requireBank() }
        #expect(other.status == .noInput)
        #expect(other.description.contains("\(folder.path) \(Self.words)"))
        #expect(other.description.hasSuffix(": counterfoild init --data DIR"))
        let made = try await failure { try await make(folder, place) }
        #expect(made == DaemonError(other.description, .cannotCreate))
        #expect(!PrivateFile.exists(folder.unfinishedPath))
    }

    // Symptom: `check` advised to make an empty counterfoil.toml, after which nothing took the folder for
    // a demo's any more; `restore` asked for keys, and put a bank into it.
    @Test("settings make no bank of it, check says nothing else, and restore changes nothing")
    func settingsAlone() async throws {
        let place = try TestPlace()
        let folder = place.folder
        try addDemo(to: folder.path)
        try PrivateFile.write([], to: folder.configurationPath)
        let refusal = try await failure { try folder.requireBank() }
        #expect(refusal.description.contains(Self.words))
        #expect(try await place.check().findings == [refusal.description])
        let restored = try await failure {
            _ = try await BankRestoration(folder, clock: place.clock, log: place.log)
                .restore(from: "\(place.top)/backup.sqlite")
        }
        #expect(restored == DaemonError(refusal.description, .cannotCreate))
        #expect(!PrivateFile.exists(folder.keys.path))
    }

    @Test("also one whose demo was killed while its books were filled, and nobody is to remove it")
    func halfFilled() async throws {
        let place = try TestPlace()
        try addDemo(to: place.folder.path)
        let books = DataFolder(path: "\(place.folder.path)/bank")
        try PrivateFile.write([], to: books.unfinishedPath)
        let refusal = try await failure { try books.requireBank() }
        #expect(refusal.description.contains(Self.words))
    }

    @Test("a bank into whose folder a demo was put is a bank")
    func both() async throws {
        let place = try TestPlace()
        try await place.make()
        try addDemo(to: place.folder.path)
        try place.folder.requireBank()
        let again = try await failure { try await place.make() }
        #expect(again.description.contains("is not empty"))
        // Its loss is told, and not that there never was one.
        try PrivateFile.remove(place.folder.booksPath)
        let lost = try await failure { try place.folder.requireBank() }
        #expect(lost.description.contains("The books of this bank are gone"))
    }
}
