import LedgerService
import LedgerStoreMemory
import Testing

@testable import StoreConformance

/// Goal: a check of the stores fails when what it expects does not hold.
///
/// Symptom: two checks could not fail, and six passed also where nothing had been written that could
/// be taken back. Cause: they took every error for the one that they threw on purpose.
///
/// Method: bodies that fail in other ways.
struct StoreCheckTests {
    private let store: LedgerStoreMemory

    init() throws {
        store = try LedgerStoreMemory(disk: MemoryDisk(epoch: 7))
    }

    @Test("what fails in a body that is taken back fails the check")
    func failure() async throws {
        await #expect(throws: StoreCheckFailure.self) {
            try await store.write { books in
                try books.takeBack { try expect(false, "a promise") }
            }
        }
        await #expect(throws: StoreCheckFailure.self) {
            try await store.takeBack { _ in try expect(false, "a promise") }
        }
        await #expect(throws: (any Error).self) {
            try await store.write { books in
                try books.takeBack { try books.insert(Sample.evidence(1, of: 404)) }
            }
        }
    }

    @Test("a check that fails is not taken for a refusal of the store's")
    func refusal() async throws {
        let failure = await #expect(throws: StoreCheckFailure.self) {
            try await store.write { books in
                try books.expectRefusal("of a write") { try expect(false, "a promise") }
            }
        }
        #expect(failure?.description.contains("a promise") == true)
    }

    @Test("what is taken back leaves nothing, and the check goes on")
    func takenBack() async throws {
        try await store.write { books in
            try books.takeBack { try books.prepare(users: 1) }
            try expect(books.user(1), is: nil)
            try books.prepare(users: 1)
        }
        try await store.takeBack { try $0.insert(Sample.user(2)) }
        try await store.read { books in
            try expect(books.user(2), is: nil)
        }
    }
}
