@testable import ClientCache
@testable import ClientService
@testable import ClientStorageMemory
import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore
import Testing

// Goal: rows that a comparison found wrong are removed, kept, and put back only as far as they
// follow.
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

    @Test(
        "what the bank was told of is marked by the bytes that were found, wherever they were",
        arguments: RecordKind.allCases
    )
    func toldEvidence(kind: RecordKind) async throws {
        let store = try await filled(kind)
        try await store.setAside(fault(9), foundAt: Sample.time, keepsAccount: true)
        try await store.doubt(
            ChainFault(accountID: Sample.current, accountSequence: 4, reason: .divergence),
            foundAt: Sample.time
        )
        let before = try await store.evidence()
        #expect(before.count == 3)
        #expect(before.allSatisfy { $0.mark == nil && $0.isTellable })
        let mark = EvidenceMark(verdict: .kept, toldAt: Sample.time, epoch: .max)
        let told = try #require(before.first)
        try await store.noteTold([told.bytes: mark, [1, 2]: mark], of: Sample.savings)
        // Another account's row with the same bytes would not be marked.
        try await store.noteTold([before[2].bytes: mark], of: Sample.savings)
        let after = try await store.evidence()
        #expect(after.map(\.mark) == [mark, nil, nil])
        #expect(after.map(\.bytes) == before.map(\.bytes))
        #expect(after.map(\.foundAt) == before.map(\.foundAt))
        let later = EvidenceMark(verdict: .held, toldAt: Sample.time, epoch: 1)
        try await store.noteTold([told.bytes: later], of: Sample.savings)
        #expect(try await store.evidence().first?.mark == later)
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
        "an account that the bank does not know goes, and its entries are kept",
        arguments: RecordKind.allCases
    )
    func unknownAccount(kind: RecordKind) async throws {
        let store = try await filled(kind)
        try await store.setAside(fault(1), foundAt: Sample.time, keepsAccount: false)
        #expect(try await store.account(Sample.savings) == nil)
        let evidence = try await store.evidence()
        #expect(evidence.map(\.fault) == (Int64(1)...10).map { fault($0) })
        #expect(evidence.compactMap(\.entry) == (try Sample.entries(10)))
        #expect(evidence.allSatisfy { $0.foundAt == Sample.time })
        #expect(try await store.entries(of: Sample.savings, sequences: 1...99).isEmpty)
        #expect(try await store.holds(of: Sample.savings).isEmpty)
        #expect(try await store.heads().map(\.accountID) == [Sample.current])
        #expect(try await store.state().doubts.isEmpty)
    }

    // Symptom: where entries were taken out one by one the first ones were kept, where an account
    // went the last ones, and nothing said that there were more.
    @Test(
        "of more entries that are taken out than are kept, the newest are kept and all are counted",
        arguments: [true, false]
    )
    func manyEntries(keepsAccount: Bool) throws {
        var rows = InMemoryRows(evidenceLimit: 4)
        let entries = try Sample.entries(9)
        var head = ChainHead.genesis(of: Sample.savings)
        for entry in entries {
            head = try head.extended(by: entry, canonicalBytes: entry.canonicalBytes)
            rows.putEntry(
                of: Sample.savings,
                at: entry.accountSequence,
                canonicalBytes: entry.canonicalBytes,
                chainHash: head.hash
            )
        }
        rows.putChain(ChainRow(head: head, replayedSequence: 9))
        try ComparisonRepair.setAside(
            fault(3),
            foundAt: Sample.time,
            keepsAccount: keepsAccount,
            in: &rows
        )
        #expect(rows.evidence.map(\.fault) == (Int64(6)...9).map { fault($0) })
        #expect(rows.state().unkeptEvidence == [Sample.savings: keepsAccount ? 3 : 5])
        #expect(rows.lastSequence(of: Sample.savings) == (keepsAccount ? 2 : nil))
    }

    @Test(
        "what is not kept is counted as long as what is kept stays",
        arguments: RecordKind.allCases
    )
    func countedEntries(kind: RecordKind) async throws {
        let store = try kind.make(in: folder)
        let limit = SyncLimits().evidenceCount
        try await store.take(try Sample.feed(Int64(limit) + 10), step: 700)
        try await store.setAside(fault(1), foundAt: Sample.time, keepsAccount: false)
        #expect(try await store.evidence().count == limit)
        #expect(try await store.evidence().first?.fault == fault(11))
        #expect(try await store.state().unkeptEvidence == [Sample.savings: 10])
        let cursor = try #require(try await store.state().cursor)
        let next = Cursor(epoch: cursor.epoch, feedSequence: cursor.feedSequence + 1)
        let gone = FeedBatch(changes: [.accessRevoked(Sample.savings)], cursor: next, head: next)
        _ = try await store.apply(gone, after: cursor, serverTime: Sample.time)
        #expect(try await store.evidence().isEmpty)
        #expect(try await store.state().unkeptEvidence.isEmpty)
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
                of: SnapshotPosition(at: at, page: page),
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
