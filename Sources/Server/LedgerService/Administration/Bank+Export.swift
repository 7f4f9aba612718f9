public import CoreVocabulary

extension Bank {
    /// Passes every booked transfer to a body, in booking order and in bounded memory.
    ///
    /// Transfers that are booked meanwhile may or may not be included.
    ///
    /// - Parameters:
    ///   - accountID: Only transfers of this account; nil for all.
    ///   - from: The first booking date; nil for the beginning.
    ///   - through: The last booking date; nil for the end.
    ///   - body: Called with one transfer at a time.
    /// - Throws: Any error of the body, and ``BankError`` if there is no such account.
    public func exportJournals(
        account accountID: AccountID? = nil,
        from: BusinessDate? = nil,
        through: BusinessDate? = nil,
        _ body: (ExportedTransfer) throws -> Void
    ) async throws {
        if let accountID, try await store.read({ try $0.account(accountID) }) == nil {
            throw BankError(.accountUnknown)
        }
        let zone = configuration.zone
        let filter = ExportFilter(
            accountID: accountID,
            bookedFrom: from.map { zone.startOfDay($0) },
            bookedBefore: through.flatMap { $0.adding(days: 1) }.map { zone.startOfDay($0) }
        )
        var last: Int64 = 0
        var chunkCount = ReadingChunk.rowCount
        while chunkCount == ReadingChunk.rowCount {
            let after = last
            let chunk = try await store.read {
                try $0.exportedTransfers(filter, after: after, limit: ReadingChunk.rowCount)
            }
            for transfer in chunk { try body(transfer) }
            last = chunk.last?.position ?? last
            chunkCount = chunk.count
        }
    }
}
