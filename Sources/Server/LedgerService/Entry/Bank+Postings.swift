package import CoreVocabulary
package import LedgerCore
package import MoneyCore

extension Bank {
    /// Maximum number of transfers in one call; more would block other writers for too long.
    static let postedTransferLimit = 4 * Journal.maximumTransferCount
    /// Maximum number of holds that one commit of a bank in use expires.
    static let expiryLimit = 1_000

    /// Posts journals in one commit and returns the refusals: see ``Postings/post(_:)``.
    package func post(_ postings: [Posting]) async throws -> [Refusal?] {
        try await self.postings.post(postings)
    }

    /// Releases all holds that have expired, and returns their number.
    package func expirePending() async throws -> Int { try await postings.expirePending() }

    /// Books the exact mirror of a booked transfer, at most once for each transfer.
    package func reverse(_ id: TransferID, reference: String? = nil) async throws -> TransferID {
        try await corrections.reverse(id, reference: reference)
    }

    /// Holds money of an account until the hold is posted, voided or expired.
    package func hold(_ hold: BankHold) async throws -> TransferID {
        try await corrections.hold(hold)
    }

    /// Posts a pending transfer in full or in part and releases the rest.
    package func postHold(_ id: TransferID, amount: Money? = nil) async throws -> TransferID {
        try await corrections.endHold(id, by: .post(id), amount)
    }

    /// Voids a pending transfer and releases all that it holds.
    package func voidHold(_ id: TransferID) async throws {
        _ = try await corrections.endHold(id, by: .void(id), nil)
    }

    /// Passes every booked transfer to a body, in booking order and in bounded memory.
    ///
    /// Transfers that are booked meanwhile may or may not be included. The booking dates include
    /// the first and the last. Throws ``BankError`` if there is no such account.
    package func exportJournals(
        account accountID: AccountID? = nil,
        from: BusinessDate? = nil,
        through: BusinessDate? = nil,
        _ body: (ExportedTransfer) throws -> Void
    ) async throws {
        let zone = context.configuration.zone
        let filter = ExportFilter(
            accountID: accountID,
            bookedFrom: from.map { zone.startOfDay($0) },
            bookedBefore: through.flatMap { $0.adding(days: 1) }.map { zone.startOfDay($0) }
        )
        if let accountID, try await context.store.read({ try $0.account(accountID) }) == nil {
            throw BankError(.accountUnknown)
        }
        var last: Int64 = 0
        var chunkCount = ReadingChunk.rowCount
        while chunkCount == ReadingChunk.rowCount {
            let chunk = try await context.store.read { [last] reader in
                try reader.exportedTransfers(filter, after: last, limit: ReadingChunk.rowCount)
            }
            for transfer in chunk { try body(transfer) }
            last = chunk.last?.position ?? last
            chunkCount = chunk.count
        }
    }
}
