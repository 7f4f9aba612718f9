import CoreVocabulary
import Cryptography
import SyncCore
import Testing
import WireProtocol

@testable import SimulationKit

// Goal: an altered reply is found by the check that the table names.
// Method: replies with one of each in them, altered hundreds of times; and the true comparison,
// which is answered otherwise.
@Suite("forged replies")
struct ForgedReplyTests {
    private static let here = Samples.cursor
    private static let batch = FeedBatch(changes: Samples.changes, cursor: here, head: here)
    private static let page = SnapshotReply(
        at: here,
        changes: Samples.changes,
        nextPage: "e.1.1",
        root: nil,
        serverTime: .epoch
    )

    // Symptom: entries of pages and of answers by place were never altered.
    @Test("an entry is altered in each list that brings entries, and nothing else is")
    func eachList() throws {
        let replies: [Reply] = [
            .feed(FeedReply(batch: Self.batch, serverTime: .epoch)), .snapshot(Self.page),
            .entries([Samples.entry]),
        ]
        var dice = Dice(seed: 1, part: "test")
        var seen: Set<EntryList> = []
        for reply in replies {
            for _ in 0..<100 {
                guard let (forged, bytes) = Forgery.entry(of: reply.encoded, &dice) else {
                    continue
                }
                seen.insert(forged.list)
                let sent = Self.rows(of: reply)
                let arriving = Self.rows(of: try Reply(encoded: bytes))
                let others = zip(sent, arriving).filter { $0 != $1 }.map { $0.1 }
                let expected: [FeedChange] = [.entry(forged.arriving)]
                #expect(sent.count == arriving.count)
                #expect(others == expected)
                #expect(forged.sent == Samples.entry)
            }
        }
        if let (forged, batch) = Forgery.entry(of: Self.batch, in: .delta, &dice) {
            seen.insert(forged.list)
            let arriving = FeedChange.entry(forged.arriving)
            #expect(batch.changes.contains(arriving))
            #expect(batch.cursor == Self.here)
        }
        #expect(seen == Set(EntryList.allCases))
    }

    @Test("the first entry of an account stays under its account, and a later one need not")
    func firstEntry() {
        let second = Samples.entry.altered(.accountSequence)
        var dice = Dice(seed: 1, part: "test")
        for (entry, isAltered) in [(Samples.entry, false), (second, true)] {
            let reply = Reply.entries([entry]).encoded
            var fields: Set<EntryField> = []
            for _ in 0..<400 {
                if let (forged, _) = Forgery.entry(of: reply, &dice) { fields.insert(forged.field) }
            }
            let others = Set(EntryField.allCases).subtracting([EntryField.accountID])
            #expect(fields.contains(EntryField.accountID) == isAltered)
            #expect(fields.isSuperset(of: others))
        }
    }

    @Test("a later entry under an account that nobody has leaves a gap there")
    func otherAccount() {
        let second = Samples.entry.altered(.accountSequence)
        let stray = second.altered(.accountID)
        let owner = Town.accounts.first { $0.id == stray.accountID }
        #expect(owner == nil)
        var verifier = ChainVerifier()
        let verdict = verifier.check(stray, canonicalBytes: stray.canonicalBytes) { nil }
        let fault = ChainFault(
            accountID: stray.accountID,
            accountSequence: 2,
            reason: .sequenceGap
        )
        #expect(verdict == .faulty(fault))
    }

    // Symptom: the seal of a snapshot's cursor, its next page and a count of entries were never
    // altered.
    @Test("of a page the seal, the next page or a count is altered, and always one alone")
    func pages() throws {
        let reply = Reply.snapshot(Self.page).encoded
        var dice = Dice(seed: 1, part: "test")
        var seen: Set<String> = []
        for _ in 0..<400 {
            guard let (field, bytes) = Forgery.place(in: reply, &dice),
                case .snapshot(let forged) = try Reply(encoded: bytes)
            else { continue }
            seen.insert(field)
            let isSealed = forged.at == Self.here
            #expect(isSealed == (field != "reply.snapshot.at"))
            #expect(forged.at.feedSequence == Self.here.feedSequence)
            #expect((forged.nextPage == "e.1.1") == (field != "reply.snapshot.next-page"))
            let isCounted = Self.count(in: forged.changes) == 1
            #expect(isCounted == (field != "record.account.accountSequence"))
        }
        let fields: Set = [
            "reply.snapshot.at", "reply.snapshot.next-page", "record.account.accountSequence",
        ]
        #expect(seen == fields)
    }

    @Test("an account told in a batch is said to have an entry more, so that its balance is a part")
    func counts() {
        var dice = Dice(seed: 1, part: "test")
        var counts: Set<Int64> = []
        for _ in 0..<100 {
            guard let (field, event) = Forgery.place(in: StreamEvent.delta(Self.batch), &dice),
                field == "record.account.accountSequence", case .delta(let forged) = event,
                let count = Self.count(in: forged.changes)
            else { continue }
            counts.insert(count)
        }
        #expect(counts == [2])
    }

    // MARK: Comparisons

    /// The accounts of one side, which differ in the chain of the first.
    private static func side(_ number: UInt8) -> AccountTrie {
        AccountTrie(
            (1...3).map { account in
                AccountLeaf(
                    accountID: AccountID(rawValue: UInt128(account)),
                    accountSequence: 2,
                    chainHash: Digest256(hashing: [account == 1 ? number : 0])
                )
            }
        )
    }

    // Symptom: no answer to a comparison was ever altered.
    @Test("each field of an answer with accounts is altered, and no such answer ends in agreement")
    func accountsAreAltered() throws {
        let node = Self.side(2).node(at: .root)
        let reply = Reply.reconcile(.differs(node)).encoded
        var dice = Dice(seed: 1, part: "test")
        var seen: Set<String> = []
        for _ in 0..<200 {
            guard let (fields, bytes) = Forgery.comparison(in: reply, &dice),
                case .reconcile(let answer) = try Reply(encoded: bytes)
            else { continue }
            seen.formUnion(fields)
            #expect(answer != .differs(node))
            var comparison = Reconciler(trie: Self.side(1))
            comparison.receive(answer) { _, places in
                [Digest256?](repeating: nil, count: places.count)
            }
            let isContradicted = comparison.step == .contradicted
            let isAgreed = comparison.step == .finished([])
            #expect(!isAgreed)
            #expect(isContradicted == fields.contains(Forgery.LeafField.account.name))
        }
        let names = Forgery.LeafField.allCases.map(\.name)
        #expect(seen == Set(names).union(["reply.reconcile.node"]))
    }

    @Test("of an account alone the account is not altered, and agreement tells nothing to alter")
    func comparisonsWithoutChoice() {
        let leaf = AccountLeaf(.genesis(of: Samples.accountID))
        let alone = Reply.reconcile(.differs(.accounts([leaf]))).encoded
        let agreed = Reply.reconcile(.agrees).encoded
        var dice = Dice(seed: 1, part: "test")
        for _ in 0..<50 {
            let fields = Forgery.comparison(in: alone, &dice)?.fields ?? []
            #expect(fields.count == 2)
            #expect(!fields.contains(Forgery.LeafField.account.name))
            let nothing = Forgery.comparison(in: agreed, &dice)?.fields
            #expect(nothing == nil)
        }
    }

    @Test("of the hashes of chains one is another, and those that are missing stay so")
    func hashesAreAltered() throws {
        let sent: [[Digest256?]] = [[], [Digest256.zero, nil], [Digest256.zero]]
        let reply = Reply.reconcile(.chains(sent)).encoded
        var dice = Dice(seed: 1, part: "test")
        var alteredRows: Set<Int> = []
        for _ in 0..<100 {
            guard let (fields, bytes) = Forgery.comparison(in: reply, &dice),
                case .reconcile(.chains(let forged)) = try Reply(encoded: bytes)
            else { continue }
            #expect(fields == ["reply.reconcile.chains"])
            let (counts, missing) = (forged.map(\.count), forged[1][1])
            #expect(counts == [0, 2, 1])
            #expect(missing == nil)
            let rows = sent.indices.filter { forged[$0] != sent[$0] }
            #expect(rows.count == 1)
            alteredRows.formUnion(rows)
        }
        #expect(alteredRows == [1, 2])
    }

    // MARK: Parts of messages

    private static func rows(of reply: Reply) -> [FeedChange] {
        switch reply {
        case .feed(let feed): feed.batch.changes
        case .snapshot(let page): page.changes
        case .entries(let entries): entries.map { FeedChange.entry($0) }
        default: []
        }
    }

    /// The number of entries that the account among some changes is said to have.
    private static func count(in changes: [FeedChange]) -> Int64? {
        for case .account(let account) in changes { return account.accountSequence }
        return nil
    }
}
