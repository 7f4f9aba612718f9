@testable import ClientCache
@testable import ClientService
import CoreVocabulary
import SyncCore
import Testing

// Goal: the bank's count of an account's entries is kept with the record until the record has them.
// Method: the same steps on a record in memory and on one in a file.

@Suite struct ToldOfTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A record that was told of three entries and could take the first.
    private func short(_ kind: RecordKind) async throws -> any RecordStore {
        let store = try kind.make(in: folder)
        try await store.take(Sample.feed(3, without: 2))
        return store
    }

    @Test(
        "it outlasts the doubt, and ends when the entries are there",
        arguments: RecordKind.allCases
    )
    func reached(kind: RecordKind) async throws {
        let store = try await short(kind)
        #expect(try await store.state().toldSequences == [Sample.savings: 3])
        try await store.liftDoubt(about: Sample.savings)
        let account = try await store.account(Sample.savings)
        #expect(account?.toldSequence == 3)
        #expect(account?.isPartial == true)
        let listed = try await store.accounts().first { $0.record.accountID == Sample.savings }
        #expect(listed?.toldSequence == 3)
        let entries = try Sample.entries(3)
        let failure = try await store.refill(
            Sample.savings,
            with: Array(entries[1...]),
            foundAt: Sample.time
        )
        #expect(failure == nil)
        #expect(try await store.state().toldSequences.isEmpty)
        #expect(try await store.account(Sample.savings)?.toldSequence == 0)
    }

    @Test(
        "entries that were asked for and do not follow count as told of",
        arguments: RecordKind.allCases
    )
    func refilled(kind: RecordKind) async throws {
        let store = try kind.make(in: folder)
        try await store.take(try Sample.feed(2))
        let entries = try Sample.entries(6)
        let failure = try await store.refill(
            Sample.savings,
            with: [entries[2], entries[4], entries[5]],
            foundAt: Sample.time
        )
        #expect(failure?.accountSequence == 5)
        #expect(try await store.state().toldSequences == [Sample.savings: 6])
    }

    @Test("it is told again in a repair, and forgotten before", arguments: RecordKind.allCases)
    func repair(kind: RecordKind) async throws {
        let store = try await short(kind)
        try await store.beginRepair()
        let state = try await store.state()
        #expect(state.toldSequences.isEmpty)
        #expect(state.isRepairing)
    }

    @Test("of an account that goes nothing is kept", arguments: RecordKind.allCases)
    func gone(kind: RecordKind) async throws {
        let store = try await short(kind)
        let fault = ChainFault(
            accountID: Sample.savings,
            accountSequence: 1,
            reason: .divergence
        )
        try await store.setAside(fault, foundAt: Sample.time, keepsAccount: false)
        #expect(try await store.state().toldSequences.isEmpty)
    }
}
