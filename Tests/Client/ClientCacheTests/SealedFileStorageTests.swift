@testable import ClientCache
@testable import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import Glibc
import SyncCore
import Testing

// Goal: nobody else's files are used, and two consoles never use the same one.
// Method: links and files are put in the way; consoles are opened side by side.

@Suite struct SealedFileStorageTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(_ user: UserID = Sample.user) throws -> OpenStorage {
        try SealedFileStorage(folder: "\(folder.path)/data")
            .open(userID: user, storageKey: key())
    }

    private func close(_ stores: OpenStorage) async {
        await stores.records.close()
        stores.outbox.close()
    }

    @Test("a folder that is a link is refused")
    func linkedRoot() throws {
        try #require(mkdir("\(folder.path)/real", 0o700) == 0)
        try #require(symlink("\(folder.path)/real", "\(folder.path)/link") == 0)
        #expect(throws: ClientCacheError(.folderNotTrusted)) {
            try SealedFileStorage(folder: "\(folder.path)/link")
        }
    }

    @Test("a user's folder, a numbered folder and a file that are links are refused")
    func linksBelow() async throws {
        let stores = try open()
        await close(stores)
        let user = "\(folder.path)/data/\(Sample.user)"
        for path in ["\(user)/1/outbox.sqlite", "\(user)/1/lock", "\(user)/1", user] {
            try #require(rename(path, "\(folder.path)/moved") == 0)
            try #require(symlink("\(folder.path)/moved", path) == 0)
            #expect(throws: ClientCacheError(.folderNotTrusted)) { try open() }
            try #require(unlink(path) == 0)
            try #require(rename("\(folder.path)/moved", path) == 0)
        }
        await close(try open())
    }

    @Test("a file with a second name is refused")
    func hardLink() async throws {
        await close(try open())
        let path = "\(folder.path)/data/\(Sample.user)/1/outbox.sqlite"
        try #require(link(path, "\(folder.path)/second") == 0)
        #expect(throws: ClientCacheError(.folderNotTrusted)) { try open() }
    }

    @Test(
        "a folder of another owner is refused",
        .enabled("only root can give a folder away") {
            geteuid() == 0
        }
    )
    func foreignOwner() throws {
        let path = "\(folder.path)/foreign"
        try #require(mkdir(path, 0o700) == 0)
        try #require(chown(path, 65_534, 65_534) == 0)
        #expect(throws: ClientCacheError(.folderNotTrusted)) { try SealedFileStorage(folder: path) }
    }

    @Test("a folder that others may enter is closed to them")
    func openFolder() throws {
        let path = "\(folder.path)/wide"
        try #require(mkdir(path, 0o777) == 0)
        try #require(chmod(path, 0o777) == 0)
        _ = try SealedFileStorage(folder: path)
        #expect(try mode(of: path) == 0o700)
    }

    @Test("a folder that cannot be made is refused with a sentence")
    func unusable() {
        let error = #expect(throws: ClientCacheError.self) {
            try SealedFileStorage(folder: "\(folder.path)/no/such/folder")
        }
        #expect(error?.description == "The folder for local data cannot be used (error 2).")
    }

    @Test("a second console of the same user has files of its own, and harms nothing")
    func secondConsole() async throws {
        let first = try open()
        let second = try open()
        try await first.records.take(try Sample.feed(3))
        try await second.records.take(try Sample.feed(5))
        try first.outbox.insert(try Sample.transfer(1))
        try second.outbox.insert(try Sample.transfer(2))
        #expect(try await first.records.accounts().first?.head.accountSequence == 3)
        #expect(try await second.records.accounts().first?.head.accountSequence == 5)
        #expect(try first.outbox.load().map(\.key.rawValue) == [1])
    }

    // Symptom: a second console was told that all was open elsewhere although it had a record of its
    // own. Cause: one folder that was taken counted for all of them.
    @Test("a console has a copy of its own when the folder that it would take has files")
    func ownCopy() async throws {
        let storage = try SealedFileStorage(folder: "\(folder.path)/data")
        func holdsOwn() throws -> Bool { try storage.holdsOwnCopy(of: Sample.user) }
        #expect(try !holdsOwn())
        let first = try open()
        #expect(try storage.isOpenElsewhere(userID: Sample.user))
        #expect(try !holdsOwn())
        let second = try open()
        #expect(try !holdsOwn())
        await close(second)
        #expect(try storage.isOpenElsewhere(userID: Sample.user))
        #expect(try holdsOwn())
        await close(first)
        #expect(try holdsOwn())
        #expect(try !storage.isOpenElsewhere(userID: Sample.user))
    }

    @Test("what a closed console left in its outbox is taken over once by the next one")
    func adoption() async throws {
        let first = try open()
        let second = try open()
        var queued = try second.outbox.insert(try Sample.transfer(2))
        await close(second)
        await close(first)
        let third = try open()
        #expect(try third.outbox.load() == [queued])
        let fourth = try open()
        #expect(try fourth.outbox.load().isEmpty)
        // Back again, as it is by then.
        queued.state = .unknown
        queued.sendCount = 3
        try third.outbox.update(queued)
        await close(third)
        await close(fourth)
        let other = try UserFolder.take(of: Sample.user, in: "\(folder.path)/data")
        #expect(other.slot == 1)
        let fifth = try open()
        #expect(try fifth.outbox.load().isEmpty)
        await close(fifth)
    }

    // Symptom: nobody could sign in beside the damaged file of a console that was closed long ago.
    // Cause: reading what it had left was not allowed to fail. Proves: it waits where it is.
    @Test("an outbox of a closed console that cannot be read keeps nobody from signing in")
    func damagedOutboxNextDoor() async throws {
        let first = try open()
        let second = try open()
        let queued = try first.outbox.insert(try Sample.transfer(1))
        try second.outbox.insert(try Sample.transfer(2))
        await close(second)
        await close(first)
        let path = "\(folder.path)/data/\(Sample.user)/2/outbox.sqlite"
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: "ALTER TABLE intent RENAME TO lost") }
        try queue.close()
        let third = try open()
        #expect(try third.outbox.load() == [queued])
        #expect(try third.outbox.unreadableCount() == 1)
    }

    @Test("what cannot be read next door is counted by each console after it, and the rest adopted")
    func unreadableNextDoor() async throws {
        let first = try open()
        let second = try open()
        let queued = try second.outbox.insert(try Sample.transfer(1))
        try second.outbox.insert(try Sample.transfer(2))
        await close(second)
        await close(first)
        let path = "\(folder.path)/data/\(Sample.user)/2/outbox.sqlite"
        let queue = try DatabaseQueue(path: path)
        try await queue.write { database in
            try database.execute(
                sql: "UPDATE intent SET proof = zeroblob(40) WHERE position = 2"
            )
        }
        try queue.close()
        for _ in 1...2 {
            let next = try open()
            #expect(try next.outbox.load() == [queued])
            #expect(try next.outbox.unreadableCount() == 1)
            await close(next)
        }
    }

    @Test("what is left in an open console's outbox is left there")
    func openOutbox() async throws {
        let first = try open()
        try first.outbox.insert(try Sample.transfer(1))
        let second = try open()
        #expect(try second.outbox.load().isEmpty)
        #expect(try first.outbox.load().count == 1)
    }

    @Test("one console more than the limit is refused with a sentence")
    func tooMany() throws {
        var open: [OpenStorage] = []
        for _ in 0..<UserFolder.slotLimit { open.append(try self.open()) }
        let error = #expect(throws: ClientCacheError.self) { try self.open() }
        #expect(error == ClientCacheError(.tooManyConsoles))
        #expect(error?.description.hasPrefix("You have 8 consoles open") == true)
        #expect(open.count == UserFolder.slotLimit)
    }

    @Test("two users have folders of their own")
    func twoUsers() async throws {
        let first = try open()
        try await first.records.take(try Sample.feed(3))
        let other = try open(UserID(rawValue: 0x88))
        #expect(try await other.records.state() == RecordState())
    }

    @Test("a closed store answers nothing")
    func closed() async throws {
        let stores = try open()
        await close(stores)
        await #expect(throws: ClientCacheError(.closed)) { try await stores.records.state() }
        #expect(throws: ClientCacheError(.closed)) { try stores.outbox.load() }
    }

    @Test("every error is a sentence, without a path")
    func sentences() {
        for code in ClientCacheError.Code.allCases {
            let sentence = ClientCacheError(code).description
            #expect(sentence.hasSuffix("."))
            #expect(!sentence.contains("/"))
        }
    }
}
