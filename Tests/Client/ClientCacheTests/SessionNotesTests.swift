@testable import ClientCache
import ClientService
import ClientStorageMemory
import CoreVocabulary
import Glibc
import Testing

// Goal: a session is left to be ended where a console had it, to the next console there, and nobody reads
// or forges it.
// Method: consoles one after the other and side by side; files are read, damaged and moved.

@Suite struct SessionNotesTests {
    /// The places in which sessions are noted.
    enum Place: String, CaseIterable, Sendable {
        case files, memory
    }

    private static let first = SessionID(rawValue: 0xA0B1_C2D3_E4F5_0617_2839_4A5B_6C7D_8E9F)
    private static let second = SessionID(rawValue: 2)

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open() throws -> OpenStorage {
        try SealedFileStorage(folder: "\(folder.path)/data")
            .open(userID: Sample.user, storageKey: key())
    }

    private func close(_ stores: OpenStorage) async {
        await stores.records.close()
        stores.outbox.close()
    }

    private func path(ofSlot slot: Int) -> String { "\(folder.path)/data/\(Sample.user)/\(slot)" }

    private func notes(inSlot slot: Int) throws -> [String] {
        try FileSystem.names(in: path(ofSlot: slot)).filter {
            $0.hasPrefix(SealedSessionNotes.namePrefix)
        }
    }

    @Test(
        "what was noted is left at the next opening, until it is forgotten",
        arguments: Place.allCases
    )
    func kept(place: Place) async throws {
        let storage: any ClientStorage =
            switch place {
            case .files: try SealedFileStorage(folder: "\(folder.path)/data")
            case .memory: InMemoryStorage()
            }
        var stores = try await storage.open(userID: Sample.user, storageKey: key())
        #expect(try await stores.sessions.left().isEmpty)
        try await stores.sessions.note(Self.first)
        await close(stores)
        stores = try await storage.open(userID: Sample.user, storageKey: key())
        #expect(try await stores.sessions.left() == [Self.first])
        try await stores.sessions.note(Self.second)
        try await stores.sessions.forget(Self.first)
        await close(stores)
        stores = try await storage.open(userID: Sample.user, storageKey: key())
        #expect(try await stores.sessions.left() == [Self.second])
        await close(stores)
    }

    @Test("a session can be forgotten after the stores were closed, and twice")
    func afterClosing() async throws {
        let stores = try open()
        try await stores.sessions.note(Self.first)
        await close(stores)
        for _ in 1...2 { try await stores.sessions.forget(Self.first) }
        let next = try open()
        #expect(try await next.sessions.left().isEmpty)
        await close(next)
    }

    @Test("the session of a console that is open is nobody's to end")
    func openConsole() async throws {
        let one = try open()
        try await one.sessions.note(Self.first)
        let other = try open()
        #expect(try await other.sessions.left().isEmpty)
        try await other.sessions.note(Self.second)
        await close(one)
        let next = try open()
        #expect(try await next.sessions.left() == [Self.first])
        await close(next)
        await close(other)
    }

    @Test("what a closed console left in another folder is left here, and forgotten there")
    func otherFolder() async throws {
        let one = try open()
        let other = try open()
        try await one.sessions.note(Self.first)
        try await other.sessions.note(Self.second)
        await close(one)
        await close(other)
        let next = try open()
        #expect(try await Set(next.sessions.left()) == [Self.first, Self.second])
        try await next.sessions.forget(Self.second)
        await close(next)
        #expect(try notes(inSlot: 2).isEmpty)
        #expect(try notes(inSlot: 1).count == 1)
    }

    @Test("a note is sealed, its name tells nothing, and nobody else reads it")
    func sealed() async throws {
        let stores = try open()
        try await stores.sessions.note(Self.first)
        await close(stores)
        let name = try #require(try notes(inSlot: 1).first)
        let path = "\(path(ofSlot: 1))/\(name)"
        let plain = Hex.encode(Self.first.bytes)
        let text = Hex.encode(try contents(of: path))
        #expect(!text.contains(plain))
        #expect(!name.contains(plain.prefix(8)))
        #expect(try mode(of: path) == 0o600)
    }

    // The attack: a session that is in use is put in the place of one that was left, to have it ended.
    @Test("a note that was moved to another folder or damaged has no session ended, and goes")
    func movedOrDamaged() async throws {
        let one = try open()
        let other = try open()
        try await one.sessions.note(Self.first)
        try await other.sessions.note(Self.second)
        await close(one)
        let name = try #require(try notes(inSlot: 1).first)
        let own = "\(path(ofSlot: 1))/\(name)"
        var bytes = try contents(of: own)
        bytes[bytes.count - 1] ^= 1
        try write(bytes, to: own)
        let foreign = try #require(try notes(inSlot: 2).first)
        let copy = try contents(of: "\(path(ofSlot: 2))/\(foreign)")
        try write(copy, to: "\(path(ofSlot: 1))/\(foreign)")
        let next = try open()
        #expect(try await next.sessions.left().isEmpty)
        #expect(try notes(inSlot: 1).isEmpty)
        #expect(try notes(inSlot: 2) == [foreign])
        await close(next)
        await close(other)
    }

    @Test("another key opens no note")
    func otherKey() async throws {
        let root = try TemporaryFolder()
        let slot = try UserFolder.take(of: Sample.user, in: root.path)
        try SealedSessionNotes(in: slot, storageKey: key(3)).note(Self.first)
        #expect(try SealedSessionNotes(in: slot, storageKey: key(3)).left() == [Self.first])
        #expect(try SealedSessionNotes(in: slot, storageKey: key(4)).left().isEmpty)
    }
}
