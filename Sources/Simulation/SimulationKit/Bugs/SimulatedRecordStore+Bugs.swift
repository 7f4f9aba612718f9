import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import LedgerService
import MoneyCore
import SyncCore

extension SimulatedRecordStore {
    /// Writes the cursor first and the rows second, as two commits.
    func applyHastily(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        let empty = FeedBatch(changes: [], cursor: batch.cursor, head: batch.head)
        let result = try await write {
            try await $0.apply(empty, after: expected, serverTime: serverTime)
        }
        guard result.isApplied, !batch.changes.isEmpty else { return result }
        return try await write {
            try await $0.apply(batch, after: batch.cursor, serverTime: serverTime)
        }
    }

    /// Confirms the record at the bank's time, even if the batch does not reach the head.
    func dated(
        _ result: ApplyResult,
        _ batch: FeedBatch,
        _ serverTime: Instant,
        in store: InMemoryRecordStore
    ) async throws -> ApplyResult {
        guard result.isApplied, !batch.reachesHead else { return result }
        try await store.confirm(at: serverTime)
        return ApplyResult(isApplied: true, state: await store.state(), faults: result.faults)
    }

    /// Returns the batch with every balance recomputed from the held balances.
    func adopted(_ batch: FeedBatch) async throws -> FeedBatch {
        guard console.world.bug == .adoptedHash else { return batch }
        var balances: [AccountID: Int64] = [:]
        for head in await base.heads() { balances[head.accountID] = head.balanceMinorUnits }
        let changes = batch.changes.map { change -> FeedChange in
            guard case .entry(let entry) = change else { return change }
            let balance = balances[entry.accountID, default: 0] + entry.amount.minorUnits
            balances[entry.accountID] = balance
            return .entry(
                entry.with(
                    amountMinorUnits: entry.amount.minorUnits,
                    balanceAfterMinorUnits: balance
                )
            )
        }
        return FeedBatch(changes: changes, cursor: batch.cursor, head: batch.head)
    }

    /// Returns the heads with the bank's hashes instead of the computed ones.
    func adopted(_ heads: [ChainHead]) async throws -> [ChainHead] {
        guard console.world.bug == .adoptedHash else { return heads }
        var result: [ChainHead] = []
        for head in heads {
            let places = [head.accountSequence]
            let hashes = try await adopted([head.hash], of: head.accountID, at: places)
            result.append(
                ChainHead(
                    accountID: head.accountID,
                    accountSequence: head.accountSequence,
                    balanceMinorUnits: head.balanceMinorUnits,
                    hash: (hashes.first ?? nil) ?? head.hash
                )
            )
        }
        return result
    }

    /// Returns the bank's hashes instead of the computed ones.
    func adopted(
        _ hashes: [Digest256?],
        of account: AccountID,
        at sequences: [Int64]
    ) async throws -> [Digest256?] {
        guard console.world.bug == .adoptedHash, let bank = console.world.bank.life else {
            return hashes
        }
        return try await bank.store.read { try $0.chainHashes(of: account, after: sequences) }
    }
}
