extension LedgerStore {
    /// Passes the booked transfers of a filter to a body: see
    /// ``Bank/exportJournals(account:from:through:_:)``.
    func export(_ filter: ExportFilter, _ body: (ExportedTransfer) throws -> Void) async throws {
        if let accountID = filter.accountID, try await read({ try $0.account(accountID) }) == nil {
            throw BankError(.accountUnknown)
        }
        var last: Int64 = 0
        var chunkCount = ReadingChunk.rowCount
        while chunkCount == ReadingChunk.rowCount {
            let after = last
            let chunk = try await read {
                try $0.exportedTransfers(filter, after: after, limit: ReadingChunk.rowCount)
            }
            for transfer in chunk { try body(transfer) }
            last = chunk.last?.position ?? last
            chunkCount = chunk.count
        }
    }
}
