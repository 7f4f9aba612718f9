import CoreVocabulary
import Cryptography
import LedgerService

extension MemoryReader {
    func wasGranted(_ accountID: AccountID, to userID: UserID) throws -> Bool {
        guard let account = place(of: accountID) else { return false }
        return books.feed.grants(of: userID, account: account).contains { $0.access != nil }
    }

    func hasEvidence(_ digest: Digest256, of userID: UserID) throws -> Bool {
        books.sync.evidenceDigests[userID]?.contains(digest) ?? false
    }

    func evidenceCount(of userID: UserID) throws -> Int64 {
        Int64(books.sync.evidenceDigests[userID]?.count ?? 0)
    }

    func evidenceHead() throws -> Int64 { Int64(books.sync.evidence.count) }

    func evidence(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, evidence: SubmittedEvidence)] {
        let start = max(0, number)
        let found = books.sync.evidence.page(from: Int(start), limit: limit)
        return zip((start + 1)..., found).map { (number: $0, evidence: $1) }
    }
}
