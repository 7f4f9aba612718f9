import CoreVocabulary
import SyncCore

/// One search through an account, from the newest entry down, range by range.
///
/// It keeps one bit per entry read and nothing else. The first ranges are short, so that the first
/// matches appear at once.
actor EntrySearch {
    private static let firstStride: Int64 = 256
    /// Maximum number of entries per range: about 20 ms, for which a reader of the same record
    /// waits.
    private static let strideLimit: Int64 = 4_096

    private let matcher: EntryMatcher
    private let accountID: AccountID
    private var total: Int64?
    private var matches = MatchSet()
    private var stride = firstStride
    private var isOver = false

    init(_ filter: EntryFilter, in accountID: AccountID) {
        matcher = EntryMatcher(filter)
        self.accountID = accountID
    }

    /// Reads the next range; returns nil when all is read.
    func next(from records: any RecordStore) async throws -> SearchProgress? {
        guard !isOver else { return nil }
        let total = try await total(from: records)
        let high = total - Int64(matches.readCount)
        guard high >= 1 else {
            isOver = true
            return progress(total)
        }
        let low = max(1, high - stride + 1)
        stride = min(stride * 2, Self.strideLimit)
        let matcher = matcher
        matches = try await records.fold(
            entriesOf: accountID,
            sequences: low...high,
            into: matches
        ) { matches, _, bytes in
            matches.append(matcher.matches(bytes))
        }
        // Entries can also disappear, when access ends or a repair sets the account back.
        guard matches.readCount == Int(total - low + 1) else {
            isOver = true
            throw ClientError(.recordInDoubt)
        }
        if low == 1 { isOver = true }
        return progress(total)
    }

    private func total(from records: any RecordStore) async throws -> Int64 {
        if let total { return total }
        let last = try await RecordReader.account(accountID, in: records).head.accountSequence
        total = last
        matches = MatchSet(newestSequence: last)
        return last
    }

    private func progress(_ total: Int64) -> SearchProgress {
        SearchProgress(
            matches: matches,
            readCount: matches.readCount,
            totalCount: Int(total),
            isComplete: isOver
        )
    }
}
