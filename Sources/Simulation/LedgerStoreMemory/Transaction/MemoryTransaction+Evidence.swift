import LedgerService
import SyncCore

extension MemoryTransaction {
    func insert(_ evidence: SubmittedEvidence) throws {
        try beginWrite()
        try checkUser(evidence.userID)
        _ = try knownPlace(of: evidence.entry.accountID)
        try checkSession(evidence.sessionID)
        let isNew = try !hasEvidence(evidence.digest, of: evidence.userID)
        try checkUnique(isNew, "An entry is evidence of a user once.")
        let byteCount = evidence.entry.canonicalBytes.count
        let isShort = byteCount <= EntryRecord.evidenceByteLimit
        try check(isShort, "An entry as evidence is not that long.")
        perform(.sync(.evidenceAdded(evidence)))
    }
}
