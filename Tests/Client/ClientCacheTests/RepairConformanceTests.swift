@testable import ClientCache
import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import Testing

// Goal: what a comparison found wrong is taken out, kept, and only put back as far as it follows.
// Method: the same steps on a record in memory and on one in a file.

@Suite struct RepairConformanceTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func fault(_ sequence: Int64, _ reason: ChainBreak = .divergence) -> ChainFault {
        ChainFault(accountID: Sample.savings, accountSequence: sequence, reason: reason)
    }

    private func filled(_ kind: RecordKind) async throws -> any RecordStore {
        let store = try kind.make(in: folder)
        try await store.take(try Sample.feed(10))
        return store
    }

    @Test(
        "a streamed batch with a gap changes nothing and is no fault",
        arguments: RecordKind.allCases
    )
    func streamGap(kind: RecordKind) async throws {
        let store = try kind.make(in: folder)
        try await store.take(try Sample.feed(3))
        let before = try await store.everything()
        let later = try #require(try Sample.entries(6).last)
        let cursor = try #require(try await store.state().cursor)
        let next = Cursor(epoch: 1, feedSequence: cursor.feedSequence + 1)
        let batch = FeedBatch(changes: [.entry(later)], cursor: next, head: next)
        await #expect(throws: StreamGap()) {
            try await store.applyStreamed(batch, after: cursor, serverTime: Sample.time)
        }
        #expect(try await store.everything() == before)
        #expect(try await store.evidence().isEmpty)
        // The same batch as an answer to a request is the bank's own fault, and named.
        let result = try await store.apply(batch, after: cursor, serverTime: Sample.time)
        #expect(result.faults.map(\.reason) == [.sequenceGap])
    }

    @Test(
        "entries from a place on are taken out, kept, put back and believed when they follow",
        arguments: RecordKind.allCases
    )
    func takenOutAndBack(kind: RecordKind) async throws {
        let store = try await filled(kind)
        let before = try await store.account(Sample.savings)?.head
        try await store.setAside(fault(6), foundAt: Sample.time, keepsAccount: true)
        #expect(try await store.account(Sample.savings)?.head.accountSequence == 5)
        #expect(try await store.account(Sample.savings)?.isInDoubt == true)
        let evidence = try await store.evidence()
        #expect(evidence.map(\.fault.accountSequence) == [6, 7, 8, 9, 10])
        #expect(evidence.allSatisfy { !$0.bytes.isEmpty && $0.foundAt == Sample.time })
        let entries = Array(try Sample.entries(10)[5...])
        let failure = try await store.refill(
            Sample.savings,
            with: entries,
            foundAt: Sample.time
        )
        #expect(failure == nil)
        #expect(try await store.account(Sample.savings)?.head == before)
        #expect(try await store.account(Sample.savings)?.isInDoubt == true)
        try await store.liftDoubt(about: Sample.savings)
        #expect(try await store.state().doubts.isEmpty)
        #expect(try await store.chainHashes(of: Sample.savings, at: [10, 11]).last == .some(nil))
    }

    @Test("an entry that does not follow is not put back", arguments: RecordKind.allCases)
    func wrongEntry(kind: RecordKind) async throws {
        let store = try await filled(kind)
        try await store.setAside(fault(6), foundAt: Sample.time, keepsAccount: true)
        let good = try Sample.entries(10)
        let failure = try await store.refill(
            Sample.savings,
            with: [good[5], good[7], good[6]],
            foundAt: Sample.time
        )
        #expect(failure == fault(8, .sequenceGap))
        #expect(try await store.account(Sample.savings)?.head.accountSequence == 6)
        #expect(try await store.evidence().last?.fault == fault(8, .sequenceGap))
    }

    @Test(
        "an account that the bank does not know goes, its entries kept",
        arguments: RecordKind.allCases
    )
    func unknownAccount(kind: RecordKind) async throws {
        let store = try await filled(kind)
        try await store.setAside(fault(1), foundAt: Sample.time, keepsAccount: false)
        #expect(try await store.account(Sample.savings) == nil)
        #expect(try await store.evidence().count == 10)
        #expect(try await store.heads().map(\.accountID) == [Sample.current])
        #expect(try await store.state().doubts.isEmpty)
    }

    @Test(
        "a snapshot's page that comes twice, or out of its place, changes nothing",
        arguments: RecordKind.allCases
    )
    func pageTwice(kind: RecordKind) async throws {
        let store = try kind.make(in: folder)
        let feed = try Sample.feed(4)
        let at = Cursor(epoch: 1, feedSequence: Int64(feed.count))
        func apply(_ page: String, _ range: Range<Int>, _ next: String?) async throws -> Bool {
            try await store.applyPage(
                Array(feed[range]),
                of: SnapshotPlace(at: at, page: page),
                nextPage: next,
                serverTime: Sample.time
            ).isApplied
        }
        #expect(try await apply("", 0..<6, "6"))
        #expect(try await apply("6", 6..<8, "8"))
        #expect(try await !apply("6", 6..<8, "8"))
        #expect(try await !apply("9", 9..<12, nil))
        #expect(try await apply("8", 8..<feed.count, nil))
        #expect(try await store.state().cursor == at)
        #expect(try await store.state().snapshot == nil)
        #expect(try await store.heads().map(\.accountSequence) == [4, 4])
    }
}
