@testable import ClientCache
import ClientService
import CoreVocabulary
import Glibc
import Testing

// Goal: a note opens in the folder in which it was made and in no copy of it, and goes only if it was
// read.
// Method: folders are copied and moved; files are made unreadable for once, cut short and too long.

@Suite struct NotePlaceTests {
    private static let session = SessionID(rawValue: 0xA0B1)

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(_ name: String = "data") throws -> OpenStorage {
        try SealedFileStorage(folder: "\(folder.path)/\(name)")
            .open(userID: Sample.user, storageKey: key())
    }

    private func close(_ stores: OpenStorage) async {
        await stores.records.close()
        stores.outbox.close()
    }

    private func slot(_ name: String = "data") -> String {
        "\(folder.path)/\(name)/\(Sample.user)/1"
    }

    private func notes(_ name: String = "data") throws -> [String] {
        try FileSystem.names(in: slot(name)).filter {
            $0.hasPrefix(SealedSessionNotes.namePrefix)
        }
    }

    /// Notes a session, closes the stores, and says which file tells of it.
    private func note() async throws -> String {
        let stores = try open()
        try await stores.sessions.note(Self.session)
        await close(stores)
        let name = try #require(try notes().first)
        return "\(slot())/\(name)"
    }

    /// The sessions that are left to a console that opens a folder now.
    private func left(_ name: String = "data") async throws -> [SessionID] {
        let stores = try open(name)
        let left = try await stores.sessions.left()
        await close(stores)
        return left
    }

    // The attack: somebody copies the folders of a console that is signed in, and signs in on the copy.
    // Symptom: the live session of the original was ended. Cause: a note was bound to a number alone.
    @Test("a note in a copy of the folder has no session ended, and the original keeps its own")
    func copied() async throws {
        let path = try await note()
        await close(try open("copy"))
        let name = try #require(try notes().first)
        try write(try contents(of: path), to: "\(slot("copy"))/\(name)")
        #expect(try await left("copy").isEmpty)
        #expect(try notes("copy").isEmpty)
        #expect(try await left() == [Self.session])
    }

    @Test("a folder that was moved keeps its notes")
    func moved() async throws {
        _ = try await note()
        try #require(rename("\(folder.path)/data", "\(folder.path)/moved") == 0)
        #expect(try await left("moved") == [Self.session])
    }

    // Symptom: a note that could not be read for once was removed, and its session stayed open.
    @Test("a note that cannot be read for once stays for the next console")
    func unreadable() async throws {
        let path = try await note()
        // A file with a second name is not read.
        let second = "\(folder.path)/second"
        try #require(link(path, second) == 0)
        #expect(try await left().isEmpty)
        #expect(try notes().count == 1)
        try #require(unlink(second) == 0)
        #expect(try await left() == [Self.session])
    }

    @Test("what was left half-written goes, and so does what is empty or too long for a note")
    func leftovers() async throws {
        let path = try await note()
        try write([1, 2, 3], to: "\(path).4711.new")
        try write([], to: "\(slot())/\(SealedSessionNotes.namePrefix)0")
        try write(
            [UInt8](repeating: 7, count: 1_000),
            to: "\(slot())/\(SealedSessionNotes.namePrefix)1"
        )
        #expect(try await left() == [Self.session])
        #expect(try notes().count == 1)
    }
}
