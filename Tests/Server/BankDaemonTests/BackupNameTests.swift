// Goal: a backup removes what an unfinished one of this bank left at that very place, and nothing else.
// Method: backups as a process leaves them that dies, made again under other spellings of their place,
// without their line in the list and by another bank; files of others under names of drafts.

import BankTestKit
import CoreVocabulary
import FoundationEssentials
import Glibc
import Synchronization
import Testing

@testable import BankDaemon

@Suite("Names of backups")
struct BackupNameTests {
    private static let draft = BackupFiles.draftSuffix

    /// The states of the lines that a list had, one after the other.
    private final class Seen: Sendable {
        let states = Mutex<[[Bool]]>([])
    }

    private func write(_ place: TestPlace, _ file: String) async throws -> [String] {
        try await BankBackup(place.folder, clock: place.clock).write(to: file, includesKeys: true)
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// A backup in a folder of its own, of which the first files have their names and the others are
    /// drafts.
    private func killed(named count: Int) async throws -> (place: TestPlace, folder: String) {
        let place = try TestPlace()
        try await place.make()
        let folder = place.top + "/bk"
        try PrivateFile.makeFolder(folder)
        let files = try await write(place, folder + "/a")
        for file in files.dropFirst(count) { try PrivateFile.rename(file, to: file + Self.draft) }
        let book = BackupBook(place.folder)
        var line = try #require(try book.backups().first)
        try book.remove(line)
        line.isFinished = false
        try book.add(line)
        return (place, folder)
    }

    // Symptom: under another spelling of its place a killed backup with keys was "there already", and
    // the manifest that tells what is left of it was removed: after that no command removed the keys.
    @Test(
        "what a killed backup left goes however its place is spelled",
        arguments: ["link/a", "bk/../bk/a", "bk//a", "bk/./a"],
        [0, 3]
    )
    func spelling(path: String, count: Int) async throws {
        let (place, folder) = try await killed(named: count)
        try #require(symlink(folder, place.top + "/link") == 0)
        let files = try await write(place, "\(place.top)/\(path)")
        #expect(try names(folder).count == files.count)
        #expect(try names(folder).allSatisfy { !$0.hasSuffix(Self.draft) })
        let book = BackupBook(place.folder)
        #expect(try book.backups().map(\.isFinished) == [true])
        #expect(book.noteOfUnfinished == nil)
        #expect(try book.listing(.india).rows.map { $0[2] } == ["there"])
    }

    // Symptom: the drafts of a killed backup were removed by a command that did not know of it, such as
    // another bank's, and what had its name already stayed for good.
    @Test("nothing is removed where the list has no unfinished backup", arguments: [0, 3])
    func unknown(count: Int) async throws {
        let (place, folder) = try await killed(named: count)
        let before = try names(folder)
        let other = try TestPlace()
        try await other.make()
        let refused = try await failure { _ = try await write(other, folder + "/a") }
        #expect(refused.status == .cannotCreate)
        #expect(refused.description.contains("is there already"))
        #expect(try names(folder) == before)
        #expect(try BackupBook(other.folder).backups().isEmpty)
        let list = place.folder.backupBookPath
        let whole = try PrivateFile.read(list, byteLimit: BackupList.byteLimit)
        try PrivateFile.remove(list)
        let error = try await failure { _ = try await write(place, folder + "/a") }
        #expect(error.status == .cannotCreate)
        #expect(try names(folder) == before)
        // Once its bank knows of it again, the same command removes it.
        try PrivateFile.write(whole, to: list)
        #expect(try await write(place, folder + "/a").count == names(folder).count)
    }

    @Test("nothing is removed where the manifest is that of another backup")
    func otherManifest() async throws {
        let (place, folder) = try await killed(named: 3)
        let book = BackupBook(place.folder)
        try book.remove(try #require(try book.backups().first))
        let line = BackupLine(
            madeAt: place.clock.now().adding(seconds: -1),
            path: folder + "/a",
            masterKeys: [1],
            hasKeys: true,
            isFinished: false
        )
        try book.add(line)
        let before = try names(folder)
        let error = try await failure { _ = try await write(place, folder + "/a") }
        #expect(error.status == .cannotCreate)
        #expect(try names(folder) == before)
        #expect(try book.backups() == [line])
    }

    // Symptom: a backup with keys that was killed before its manifest was written was in no list, and
    // nobody was told of the private keys that it left.
    @Test("a backup is in the list before its first file is there")
    func notedFirst() async throws {
        let place = try TestPlace()
        try await place.make()
        let (book, file, seen) = (BackupBook(place.folder), place.top + "/a", Seen())
        var backup = BankBackup(place.folder, clock: place.clock)
        backup.copyFile = { source, target in
            let states = try book.backups().map(\.isFinished)
            seen.states.withLock { $0.append(states) }
            try PrivateFile.copy(source, to: target)
        }
        _ = try await backup.write(to: file, includesKeys: true)
        let states = seen.states.withLock { $0 }
        #expect(states == [[Bool]](repeating: [false], count: 7))
        #expect(try book.backups().map(\.isFinished) == [true])
        #expect(try book.needing(1).isEmpty)
    }

    @Test("what a backup that was killed while it copied left is told of, and the next removes it")
    func whileCopying() async throws {
        let place = try TestPlace()
        try await place.make()
        let (book, file) = (BackupBook(place.folder), place.top + "/a")
        try book.add(
            BackupLine(
                madeAt: place.clock.now(),
                path: file,
                masterKeys: [],
                hasKeys: false,
                isFinished: false
            )
        )
        #expect(book.noteOfUnfinished == nil)
        let key = file + ".tls-ca.key" + Self.draft
        try PrivateFile.write([7], to: key)
        #expect(book.noteOfUnfinished?.hasPrefix("The backup \(file) was not finished") == true)
        #expect(try book.listing(.india).rows.map { $0[2] } == ["not whole"])
        try book.requireNone(needing: place.folder.keys)
        #expect(try await write(place, file).count == 10)
        #expect(PrivateFile.exists(file) && !PrivateFile.exists(key))
        #expect(try book.backups().map(\.isFinished) == [true])
    }

    // Symptom: a whole backup under the name of a draft was made and listed, and then removed by the
    // backup whose draft it was taken for.
    @Test(
        "a backup is not made under a name that ends like a draft",
        arguments: ["", ".new", "-wal", "-shm", "-journal"]
    )
    func namedAsDraft(end: String) async throws {
        let place = try TestPlace()
        try await place.make()
        let file = "\(place.top)/a.sqlite\(Self.draft)\(end)"
        let error = try await failure { _ = try await write(place, file) }
        #expect(error.status == .cannotCreate)
        #expect(error.description.hasPrefix("\(file) ends like a file of an unfinished backup"))
        #expect(error.description.hasSuffix("Choose another name."))
        #expect(try names(place.top) == ["bank"])
        #expect(try BackupBook(place.folder).backups().isEmpty)
        #expect(try await write(place, place.top + "/a.unfinished.sqlite").count == 10)
    }

    // Symptom: a file of somebody else that had the name of a draft was removed without a word.
    @Test(
        "a file that no unfinished backup left stays under its name",
        arguments: ["", "-wal", ".tls-ca.pem", ".master-1.key", ".manifest"]
    )
    func foreign(part: String) async throws {
        let place = try TestPlace()
        try await place.make()
        let file = place.top + "/a"
        let foreign = part == "-wal" ? file + Self.draft + part : file + part + Self.draft
        try PrivateFile.write([1, 2, 3], to: foreign)
        let error = try await failure { _ = try await write(place, file) }
        #expect(error.status == .cannotCreate)
        #expect(error.description.hasPrefix("\(foreign) is there already"))
        #expect(error.description.hasSuffix("Choose another name."))
        #expect(try PrivateFile.read(foreign, byteLimit: 3) == [1, 2, 3])
        #expect(try names(place.top).count == 2)
        #expect(try BackupBook(place.folder).backups().isEmpty)
    }

    @Test("a file that gets the name of a draft while the backup is made stays as well")
    func meanwhile() throws {
        let place = try TestPlace()
        let files = BackupFiles(path: place.top + "/a")
        var draft = BackupDraft(files)
        try PrivateFile.write([1], to: draft.path("") + "-wal")
        try PrivateFile.write([2], to: draft.path(".tls-ca.pem"))
        for suffix in ["", ".tls-ca.pem"] {
            #expect(throws: DaemonError.self) {
                try draft.add(suffix) { try PrivateFile.write([3], to: $0) }
            }
        }
        draft.discard()
        #expect(try names(place.top) == ["a.tls-ca.pem.unfinished", "a.unfinished-wal"])
    }

    // Symptom: a draft that a failing disk kept had lost its line in the list, and so was nobody's.
    @Test("the manifest's draft stays while a file does that it tells of")
    func kept() throws {
        let place = try TestPlace()
        let files = BackupFiles(path: place.top + "/a")
        var draft = BackupDraft(files)
        try draft.add("") { try PrivateFile.write([1], to: $0) }
        try PrivateFile.write([2], to: files.manifestDraft)
        // A folder is not removed, as no file is on a disk that fails.
        try PrivateFile.makeFolder(files.path)
        draft.discard([files.path])
        #expect(try names(place.top) == ["a", "a.manifest.unfinished"])
        try #require(rmdir(files.path) == 0)
        draft.discard([files.path])
        #expect(try names(place.top).isEmpty)
    }
}
