import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import MoneyCore
import SyncCore

extension MemoryTransaction {
    func insert(_ user: UserRecord) throws {
        try beginWrite()
        try checkUnique(books.people.userPlaces[user.id] == nil, "A user is added once.")
        let isNew = books.people.userNames[Array(user.name.utf8)] == nil
        try checkUnique(isNew, "A name has one user.")
        try checkSealed([user.sealedTOTPSecret, user.sealedStorageKey])
        perform(.userAdded(user))
    }

    func update(_ tries: AttemptRecord, under key: AttemptKey) throws {
        try beginWrite()
        try check(tries.openTryCount >= 0, "Open tries are zero or more.")
        perform(.triesCounted(key, from: books.people.tries[key], to: tries))
    }

    func insert(_ session: SessionRecord) throws {
        try beginWrite()
        try checkUser(session.userID)
        try checkUnique(books.people.sessions[session.id] == nil, "A session is opened once.")
        let isNew = !books.people.sessionTokens.contains(session.tokenHash)
        try checkUnique(isNew, "A token has one session.")
        try checkSealed([session.sealedAuthorisationKey])
        perform(.sessionOpened(session))
    }

    func insertUsedStep(_ step: TimeStep, of userID: UserID, at instant: Instant) throws -> Bool {
        try beginWrite()
        try checkUser(userID)
        if try usedSteps(of: userID, since: step).contains(step) { return false }
        perform(.stepUsed(step, userID))
        return true
    }

    func update(_ allowance: UsedAllowance) throws {
        try beginWrite()
        try checkUser(allowance.userID)
        let moved = allowance.moved
        try check(moved.minorUnits >= 0, "What was moved is zero or more.")
        let key = PeopleTables.AllowanceKey(
            userID: allowance.userID,
            day: allowance.day,
            currency: moved.currency
        )
        let old = books.people.allowances[key]
        perform(.allowanceUsed(key, from: old, to: moved.minorUnits))
    }

    func insert(_ intent: IntentRecord) throws {
        try beginWrite()
        try checkUser(intent.userID)
        try checkSession(intent.sessionID)
        let isNew = books.people.intents[intent.decision.key] == nil
        try checkUnique(isNew, "A key is decided once and for all.")
        perform(.intentDecided(intent))
    }

    func insert(_ row: AuditRow, hash: Digest256) throws {
        try beginWrite()
        let last = Int64(books.people.audit.count)
        try check(row.number, follows: last, "The audit log has no gaps.")
        try check(row.count >= 1, "A line stands for one object or more.")
        perform(.lineAudited(PeopleTables.AuditLine(row: row, hash: hash)))
    }

    /// Throws `referenceMissing` if there is no such session.
    func checkSession(_ id: SessionID) throws {
        _ = try known(books.people.sessions[id], "A row names a session that is not there.")
    }
}
