import BankTestKit
import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

/// The record of a console, reduced to what agreement is about: it reckons its own chains, and
/// holds what it was told.
struct TestRecord: Equatable {
    var cursor: Cursor?
    var accounts: [AccountID: AccountRecord] = [:]
    var entries: [AccountID: [EntryRecord]] = [:]
    var pendingHolds: [AccountID: [TransferID: HoldRecord]] = [:]
    var payees: [AccountID: PayeeRecord] = [:]
    var decisions: [IntentKey: IntentDecision] = [:]

    /// Takes changes in, as a console does.
    mutating func apply(_ changes: [FeedChange]) {
        for change in changes {
            switch change {
            case .account(let record): accounts[record.accountID] = record
            case .entry(let entry):
                // What is held already comes again when access was given anew.
                let held = entries[entry.accountID]?.count ?? 0
                if entry.accountSequence > held {
                    entries[entry.accountID, default: []].append(entry)
                }
            case .hold(let hold):
                let isPending = hold.status == .pending
                pendingHolds[hold.accountID, default: [:]][hold.transferID] = isPending ? hold : nil
            case .payee(let payee): payees[payee.accountID] = payee
            case .decision(let decision): decisions[decision.key] = decision
            case .accessRevoked(let id):
                accounts[id] = nil
                entries[id] = nil
                pendingHolds[id] = nil
            }
        }
        pendingHolds = pendingHolds.filter { !$0.value.isEmpty }
    }

    /// The hashes of an account's chain after each of its entries, reckoned anew.
    func chain(of accountID: AccountID) throws -> [Digest256] {
        var head = ChainHead.genesis(of: accountID)
        return try (entries[accountID] ?? []).map { entry in
            head = try head.extended(by: entry)
            return head.hash
        }
    }

    func trie() throws -> AccountTrie {
        AccountTrie(
            try accounts.keys.map { id in
                let chain = try chain(of: id)
                return AccountLeaf(
                    accountID: id,
                    accountSequence: Int64(chain.count),
                    chainHash: chain.last ?? ChainHead.genesis(of: id).hash
                )
            }
        )
    }
}

extension TestSession {
    /// Follows the feed from where a record stands to the head.
    func follow(_ record: inout TestRecord, limit: Int = FeedBatch.changeLimit) async throws {
        while true {
            let batch = try await feed(after: record.cursor, limit: limit)
            record.apply(batch.changes)
            record.cursor = batch.cursor
            if batch.reachesHead { return }
        }
    }

    /// A page of a snapshot.
    func snapshot(at cursor: Cursor? = nil, page: String = "") async throws -> SnapshotReply {
        guard
            case .snapshot(let reply) = try await ask(
                .snapshot(SnapshotRequest(at: cursor, page: page))
            )
        else { throw TestBankError.unexpectedReply }
        return reply
    }

    /// A whole snapshot: the record, and the root that the last page had.
    func wholeSnapshot(
        at cursor: Cursor? = nil,
        betweenPages body: () async throws -> Void = {}
    ) async throws -> (record: TestRecord, root: Digest256?) {
        var record = TestRecord()
        var reply = try await snapshot(at: cursor)
        record.cursor = reply.at
        while true {
            record.apply(reply.changes)
            guard let next = reply.nextPage else { return (record, reply.root) }
            try await body()
            reply = try await snapshot(at: record.cursor, page: next)
        }
    }

    /// Compares a record with the bank's; the findings, and in how many rounds.
    func compare(
        _ record: TestRecord,
        trie: AccountTrie? = nil
    ) async throws -> (step: Reconciler.Step, rounds: Int) {
        guard let cursor = record.cursor else { throw TestBankError.unexpectedReply }
        var reconciler = Reconciler(trie: try trie ?? record.trie())
        var rounds = 0
        while case .ask(let question) = reconciler.step {
            rounds += 1
            let request = ReconcileRequest(at: cursor, question: question)
            guard case .reconcile(let answer) = try await ask(.reconcile(request)) else {
                throw TestBankError.unexpectedReply
            }
            try reconciler.receive(answer) { id, places in
                let chain = try record.chain(of: id)
                return places.map { $0 <= chain.count ? chain[Int($0) - 1] : nil }
            }
        }
        return (reconciler.step, rounds)
    }

    /// Begins to synchronise.
    func beginSync(
        cursor: Cursor?,
        deviceKey: [UInt8] = [],
        deviceSequence: Int64 = 0,
        recordVersion: Int64 = 1
    ) async throws -> Reply {
        try await ask(
            .beginSync(
                BeginSyncRequest(
                    app: "0.1.0",
                    recordVersion: recordVersion,
                    cursor: cursor,
                    deviceKey: deviceKey,
                    deviceSequence: deviceSequence
                )
            )
        )
    }
}
