@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import Synchronization
import Testing
import WireProtocol

// Goal: a user who cannot sign in because of this machine's files is told so, and the session that
// the bank began is ended.
// Method: storage that fails while it is opened, or whose outbox fails once it is open.

@Suite struct StorageTroubleTests {
    private static let folder = "/state/bank_8443/7/1"

    // Symptom: "Signing in failed … tell the bank" at each try, whatever was wrong on this machine.
    // Cause: every error of the storage had the same outcome.
    @Test(
        "what the storage says of its error is the outcome, and the session is ended at the bank",
        arguments: StorageTrouble.Cause.allCases,
        [false, true]
    )
    func outcome(cause: StorageTrouble.Cause, isOpenFirst: Bool) async {
        let trouble = StorageTrouble(cause, folder: Self.folder)
        let branch = Branch(storage: FailingStorage(trouble, isOpenFirst: isOpenFirst))
        #expect(await branch.console.signIn() == .storageFailed(trouble))
        #expect(await branch.console.client.opened == nil)
        #expect(await branch.bank.requests.last == .signOut)
        #expect(await branch.console.client.status().untoldEnd == nil)
    }

    @Test("an error of storage that explains none is told as one of this machine")
    func unexplained() async {
        let branch = Branch(storage: SilentStorage())
        #expect(await branch.console.signIn() == .storageFailed(StorageTrouble(.other)))
        #expect(await branch.bank.requests.last == .signOut)
    }

    @Test("once the storage is right again, the next try signs in")
    func rightAgain() async {
        let trouble = StorageTrouble(.noRoom, folder: Self.folder)
        let storage = FailingStorage(trouble, isOpenFirst: false)
        let branch = Branch(storage: storage)
        #expect(await branch.console.signIn() == .storageFailed(trouble))
        storage.makeRight()
        guard case .signedIn = await branch.console.signIn() else {
            Issue.record("the storage is right, and nobody signs in")
            return
        }
    }
}

/// Storage that fails, and says why.
private final class FailingStorage: ClientStorage {
    private let base = InMemoryStorage()
    private let trouble: StorageTrouble
    private let isOpenFirst: Bool
    private let isWrong = Mutex(true)

    init(_ trouble: StorageTrouble, isOpenFirst: Bool) {
        self.trouble = trouble
        self.isOpenFirst = isOpenFirst
    }

    func makeRight() { isWrong.withLock { $0 = false } }

    func open(userID: UserID, storageKey: SharedSecret) throws -> OpenStorage {
        let stores = base.open(userID: userID, storageKey: storageKey)
        guard isWrong.withLock({ $0 }) else { return stores }
        guard isOpenFirst else { throw TestFailure("nothing can be opened") }
        return OpenStorage(
            records: stores.records,
            outbox: UnreadableOutboxStore(),
            sessions: stores.sessions
        )
    }

    func trouble(after error: any Error) -> StorageTrouble {
        error is TestFailure ? trouble : StorageTrouble(.other)
    }
}

/// An outbox that is open, and of which nothing can be read.
private struct UnreadableOutboxStore: OutboxStore {
    private let base = InMemoryOutboxStore()

    func load() throws -> [OutboxRecord] { throw TestFailure("nothing can be read") }
    func acknowledged(limit: Int) -> [OutboxRecord] { base.acknowledged(limit: limit) }
    func unreadableCount() -> Int { base.unreadableCount() }
    func insert(_ record: OutboxRecord) throws -> OutboxRecord { try base.insert(record) }
    func update(_ records: [OutboxRecord], isLasting: Bool) throws {
        try base.update(records, isLasting: isLasting)
    }
    func device() -> DeviceSequence { base.device() }
    func beginDevice() { base.beginDevice() }
    func epoch(_ mark: EpochMark) -> UInt64 { base.epoch(mark) }
    func raise(_ mark: EpochMark, to epoch: UInt64) { base.raise(mark, to: epoch) }
    func close() {}
}

/// Storage that fails, and knows no more of it.
private struct SilentStorage: ClientStorage {
    func open(userID: UserID, storageKey: SharedSecret) throws -> OpenStorage {
        throw TestFailure("nothing can be opened")
    }
}
