import ClientService
import CoreVocabulary
import SyncCore
import Testing

// Goal: an access that ended and is given again costs nothing of what proves a loss; of one that stays
// taken away nothing is left, no evidence either.
// Symptom: a console destroyed its own proof of lost money when access had once been taken away and
// given back. Cause: a repair reads the feed from its beginning, and the old end of the access had the
// entries and the evidence of the account removed before they were compared.
// Method: the same feeds, in batches of any size and as pages, on every record.

@Suite("Access that was taken away and given again, in every record")
struct GivenAgainTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// What a bank tells of the savings account when access to it is given again: all it has of it.
    private func history(_ count: Int64) throws -> [FeedChange] {
        let entries = try Sample.entries(count).map { FeedChange.entry($0) }
        return [.account(Sample.account()), .hold(Sample.hold(1))] + entries
    }

    /// A record of ten entries of each account, with an earlier finding about either.
    private func filled(_ kind: RecordKind) async throws -> any RecordStore {
        let store = try kind.make(in: folder)
        try await store.take(try Sample.feed(10))
        for accountID in [Sample.savings, Sample.current] {
            let fault = ChainFault(accountID: accountID, accountSequence: 4, reason: .divergence)
            try await store.doubt(fault, foundAt: Sample.time)
        }
        return store
    }

    private func places(
        of accountID: AccountID,
        _ store: any RecordStore
    ) async throws -> [Int64] {
        try await store.evidence().map(\.fault).filter { $0.accountID == accountID }
            .map(\.accountSequence)
    }

    private func expectLossFound(_ store: any RecordStore) async throws {
        let state = try await store.state()
        #expect(!state.isRepairing && state.doubts.isEmpty && state.endedAccesses.isEmpty)
        #expect(try await places(of: Sample.savings, store) == [4, 9, 10])
        #expect(try await places(of: Sample.current, store) == [4, 9, 10])
        #expect(try await store.account(Sample.savings)?.head.accountSequence == 8)
        #expect(try await store.entries(of: Sample.savings, sequences: 1...99).count == 8)
        #expect(try await store.holds(of: Sample.savings) == [Sample.hold(1)])
    }

    @Test(
        "a repair finds the loss in an account that the feed takes away and gives again",
        arguments: RecordKind.allCases,
        [1, 3, 1_000]
    )
    func repair(kind: RecordKind, step: Int) async throws {
        let store = try await filled(kind)
        let feed = try Sample.feed(8) + [.accessRevoked(Sample.savings)] + history(8)
        try await store.beginRepair()
        try await store.take(feed, step: step, epoch: 2)
        try await expectLossFound(store)
    }

    @Test(
        "so do the pages of a snapshot, wherever they name the end of the access",
        arguments: RecordKind.allCases
    )
    func snapshot(kind: RecordKind) async throws {
        let store = try await filled(kind)
        let told = try Sample.feed(8)
        let at = Cursor(epoch: 2, feedSequence: 900)
        let pages: [([FeedChange], String, String?)] = [
            ([.accessRevoked(Sample.savings)], "", "0"),
            (Array(told[..<9]), "0", "9"), (Array(told[9...]), "9", nil),
        ]
        for (changes, page, next) in pages {
            let result = try await store.applyPage(
                changes,
                of: SnapshotPosition(at: at, page: page),
                nextPage: next,
                serverTime: Sample.time
            )
            #expect(result.isApplied)
        }
        try await expectLossFound(store)
    }

    @Test(
        "an account that is taken away at the end of a repair leaves nothing, no evidence either",
        arguments: RecordKind.allCases,
        [true, false]
    )
    func staysAway(kind: RecordKind, isGivenBetween: Bool) async throws {
        let store = try await filled(kind)
        let end = FeedChange.accessRevoked(Sample.savings)
        let between = try isGivenBetween ? [end] + history(7) : []
        let feed = try Sample.feed(8) + between + [end]
        try await store.beginRepair()
        try await store.take(feed, step: 3)
        try await expectNothingLeft(store)
        #expect(try await places(of: Sample.current, store) == [4, 9, 10])
    }

    private func expectNothingLeft(_ store: any RecordStore) async throws {
        let state = try await store.state()
        #expect(!state.isRepairing && state.endedAccesses.isEmpty && state.heldEpoch == nil)
        #expect(state.unkeptEvidence.isEmpty && state.doubts.isEmpty)
        #expect(try await store.accounts().map(\.record.accountID) == [Sample.current])
        #expect(try await places(of: Sample.savings, store).isEmpty)
        #expect(try await store.entries(of: Sample.savings, sequences: 1...99).isEmpty)
        #expect(try await store.chainHash(of: Sample.savings, at: 1) == nil)
        #expect(try await store.holds(of: Sample.savings).isEmpty)
    }

    // Symptom: access was taken away before a backup and given again after it; after the restore the
    // console destroyed its proof of what was booked since. Cause: the end that the restored books
    // tell of was taken for a new one, though they had lost the giving again.
    @Test(
        "an end that books in another life tell of destroys nothing before the bank's word",
        arguments: RecordKind.allCases,
        [true, false]
    )
    func otherLife(kind: RecordKind, isPaged: Bool) async throws {
        let store = try await filled(kind)
        let end = FeedChange.accessRevoked(Sample.savings)
        if isPaged {
            let told = try Sample.feed(8).filter { $0.isTold(of: Sample.current) }
            let place = SnapshotPosition(at: Cursor(epoch: 2, feedSequence: 900), page: "")
            let result = try await store.applyPage(
                told + [end],
                of: place,
                nextPage: nil,
                serverTime: Sample.time
            )
            #expect(result.isApplied)
        } else {
            try await store.beginRepair()
            #expect(try await store.state().heldEpoch == 1)
            try await store.take(try Sample.feed(8) + [end], step: 3, epoch: 2)
        }
        #expect(try await store.account(Sample.savings) == nil)
        #expect(try await places(of: Sample.savings, store) == [4] + Array(1...10))
        let state = try await store.state()
        #expect(!state.isRepairing && state.endedAccesses.isEmpty && state.heldEpoch == nil)
        // The bank has all but the last two: what it holds is no finding, and not the user's.
        let marks = try Sample.entries(10).map { entry in
            let isHeld = entry.accountSequence <= 8
            let mark = EvidenceMark(
                verdict: isHeld ? .held : .kept,
                toldAt: Sample.time,
                epoch: 2
            )
            return (entry.canonicalBytes, mark)
        }
        try await store.noteTold(
            Dictionary(uniqueKeysWithValues: marks),
            of: Sample.savings
        )
        #expect(try await places(of: Sample.savings, store) == [9, 10])
        let found = try await store.evidence().filter { $0.fault.accountID == Sample.savings }
        #expect(found.map(\.mark?.verdict) == [.kept, .kept])
    }

    @Test(
        "what was found is kept until the record has caught up, and goes if the access is over then",
        arguments: RecordKind.allCases,
        [true, false]
    )
    func twoBatches(kind: RecordKind, isGivenAgain: Bool) async throws {
        let store = try await filled(kind)
        for accountID in [Sample.savings, Sample.current] {
            try await store.liftDoubt(about: accountID)
        }
        let again = try isGivenAgain ? history(10) : []
        let changes = [FeedChange.accessRevoked(Sample.savings)] + again
        let cursor = try #require(try await store.state().cursor)
        func place(_ step: Int) -> Cursor {
            Cursor(epoch: cursor.epoch, feedSequence: cursor.feedSequence + Int64(step))
        }
        let head = place(changes.count + 1)
        let first = FeedBatch(changes: [changes[0]], cursor: place(1), head: head)
        var result = try await store.apply(first, after: cursor, serverTime: Sample.time)
        #expect(result.isApplied && result.state.endedAccesses == [Sample.savings])
        #expect(try await store.account(Sample.savings) == nil)
        #expect(try await places(of: Sample.savings, store) == [4])
        let rest = FeedBatch(changes: Array(changes.dropFirst()), cursor: head, head: head)
        result = try await store.apply(rest, after: place(1), serverTime: Sample.time)
        #expect(result.isApplied && result.faults.isEmpty)
        if isGivenAgain {
            #expect(try await places(of: Sample.savings, store) == [4])
            #expect(try await store.account(Sample.savings)?.head.accountSequence == 10)
        } else {
            try await expectNothingLeft(store)
        }
    }

    @Test(
        "what a repair has heard of ends is remembered in the record, and forgotten with the repair",
        arguments: RecordKind.allCases
    )
    func remembered(kind: RecordKind) async throws {
        let store = try await filled(kind)
        let feed = try Sample.feed(8) + [.accessRevoked(Sample.savings)] + history(8)
        let end = try feed.count - history(8).count
        try await store.beginRepair()
        let batch = Sample.batch(feed, to: end, epoch: 2)
        let result = try await store.apply(batch, after: nil, serverTime: Sample.time)
        #expect(result.state.endedAccesses == [Sample.savings])
        #expect(try await store.state().endedAccesses == [Sample.savings])
        // What is held stays until the end is known, as everything else does.
        #expect(try await store.account(Sample.savings)?.head.accountSequence == 10)
        try await store.beginRepair()
        #expect(try await store.state().endedAccesses.isEmpty)
    }

    @Test(
        "an access that ends and is given again in one batch keeps what was found, and no old hold",
        arguments: RecordKind.allCases
    )
    func oneBatch(kind: RecordKind) async throws {
        let store = try await filled(kind)
        try await store.liftDoubt(about: Sample.savings)
        var changes: [FeedChange] = [
            .accessRevoked(Sample.savings), .account(Sample.account()), .hold(Sample.hold(2)),
        ]
        changes += try Sample.entries(11).map { .entry($0) }
        let cursor = try #require(try await store.state().cursor)
        let next = Cursor(
            epoch: cursor.epoch,
            feedSequence: cursor.feedSequence + Int64(changes.count)
        )
        let batch = FeedBatch(changes: changes, cursor: next, head: next)
        let result = try await store.apply(batch, after: cursor, serverTime: Sample.time)
        #expect(result.isApplied && result.faults.isEmpty)
        #expect(try await store.account(Sample.savings)?.head.accountSequence == 11)
        #expect(try await store.holds(of: Sample.savings) == [Sample.hold(2)])
        #expect(try await places(of: Sample.savings, store) == [4])
        #expect(try await store.state().endedAccesses.isEmpty)
    }
}

extension FeedChange {
    /// True for an account, or an entry or a hold of it.
    fileprivate func isTold(of accountID: AccountID) -> Bool {
        switch self {
        case .account(let account): account.accountID == accountID
        case .entry(let entry): entry.accountID == accountID
        case .hold(let hold): hold.accountID == accountID
        case .payee, .decision, .accessRevoked: false
        }
    }
}
