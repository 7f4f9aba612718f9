@testable import ClientCache
@testable import ClientService
import CoreVocabulary
import SyncCore
import Testing

// Goal: a part of a record is replaced by the bank's answer, whole or not at all, and rows that the
// bank does not tell are kept as evidence.
// Method: the same steps on a record in memory and on one in a file.

@Suite struct PartConformanceTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let other = AccountID(rawValue: 0xB2)
    private static let part = RecordPart(accountIDs: [Sample.savings], hasPayees: true)
    private static let told: [FeedChange] = [
        .account(Sample.account(heldMinorUnits: 7)), .hold(Sample.hold(3)),
        .payee(Sample.payee(other)),
    ]

    private func filled(
        _ kind: RecordKind
    ) async throws -> (store: any RecordStore, cursor: SyncCore.Cursor) {
        let store = try kind.make(in: folder)
        try await store.take(try Sample.feed(10) + [.hold(Sample.hold(2, of: Sample.current))])
        return (store, try #require(try await store.state().cursor))
    }

    private func replace(
        _ part: RecordPart = part,
        _ changes: [FeedChange] = told,
        at cursor: SyncCore.Cursor,
        in store: any RecordStore
    ) async throws -> Bool {
        try await store.replace(part, with: changes, at: cursor, foundAt: Sample.time)
    }

    @Test(
        "what is told takes the place of the part, and nothing else is touched",
        arguments: RecordKind.allCases
    )
    func replaced(kind: RecordKind) async throws {
        let (store, cursor) = try await filled(kind)
        #expect(try await store.unprovenPart().isEmpty)
        let heads = try await store.heads()
        let current = try await store.account(Sample.current)
        #expect(try await replace(at: cursor, in: store))
        #expect(try await store.account(Sample.savings)?.record.heldMinorUnits == 7)
        #expect(try await store.accounts().map(\.record.accountID).first == Sample.savings)
        #expect(try await store.holds(of: Sample.savings) == [Sample.hold(3)])
        #expect(try await store.payees() == [Sample.payee(Self.other)])
        #expect(try await store.heads() == heads)
        #expect(try await store.account(Sample.current) == current)
        #expect(try await store.holds(of: Sample.current).count == 1)
        #expect(try await store.state().cursor == cursor)
        #expect(try await store.unprovenPart().isEmpty)
    }

    @Test(
        "what stood there and is not told is kept; what is told as it stood is no evidence",
        arguments: RecordKind.allCases
    )
    func evidence(kind: RecordKind) async throws {
        let (store, cursor) = try await filled(kind)
        let same: [FeedChange] = [
            .account(Sample.account()), .hold(Sample.hold(1)),
            .payee(Sample.payee(AccountID(rawValue: 0xB1))),
        ]
        #expect(try await replace(Self.part, same, at: cursor, in: store))
        #expect(try await store.evidence().isEmpty)
        #expect(try await replace(at: cursor, in: store))
        let found = try await store.evidence()
        #expect(found.map(\.bytes) == same.map(\.canonicalBytes))
        #expect(found.allSatisfy { $0.fault.reason == .divergence && $0.foundAt == Sample.time })
        #expect(found.allSatisfy { $0.fault.accountSequence == 0 && !$0.isTellable })
    }

    @Test("a record that stands elsewhere is not changed", arguments: RecordKind.allCases)
    func elsewhere(kind: RecordKind) async throws {
        let (store, cursor) = try await filled(kind)
        let before = try await store.everything()
        let later = SyncCore.Cursor(epoch: cursor.epoch, feedSequence: cursor.feedSequence + 1)
        #expect(try await !replace(at: later, in: store))
        #expect(try await store.everything() == before)
        #expect(try await store.evidence().isEmpty)
        try await store.beginRepair()
        _ = try await store.apply(
            Sample.batch(try Sample.feed(10), to: 3),
            after: nil,
            serverTime: Sample.time
        )
        let place = try #require(try await store.state().cursor)
        #expect(try await !replace(at: place, in: store))
    }

    @Test(
        "an account that is not told goes, and its entries are kept",
        arguments: RecordKind.allCases
    )
    func notTold(kind: RecordKind) async throws {
        let (store, cursor) = try await filled(kind)
        let part = RecordPart(accountIDs: [Sample.savings])
        #expect(try await replace(part, [], at: cursor, in: store))
        #expect(try await store.account(Sample.savings) == nil)
        #expect(try await store.holds(of: Sample.savings).isEmpty)
        #expect(try await store.heads().map(\.accountID) == [Sample.current])
        let evidence = try await store.evidence()
        #expect(evidence.compactMap(\.entry) == (try Sample.entries(10)))
        #expect(try await store.payees().count == 1)
        #expect(try await store.unprovenPart().isEmpty)
    }
}
