import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import MoneyCore

extension MemoryReader {
    func user(named name: String) throws -> UserRecord? {
        try books.people.userNames[Array(name.utf8)].flatMap { try user($0) }
    }

    func user(_ id: UserID) throws -> UserRecord? {
        books.people.userPlaces[id].map { changed(books.people.users[$0]) }
    }

    func users() throws -> [UserRecord] { books.people.users.map(changed) }

    func tries(under key: AttemptKey) throws -> AttemptRecord {
        books.people.tries[key] ?? AttemptRecord()
    }

    func hasSignedIn(_ userID: UserID, from placeBits: UInt128) throws -> Bool {
        books.people.places[userID]?[placeBits] != nil
    }

    func session(_ id: SessionID) throws -> SessionRecord? {
        let ending = books.people.sessionEnds[id]
        return books.people.sessions[id]?.with(endedAt: ending?.at, endedFor: ending?.reason)
    }

    func usedSteps(of userID: UserID, since step: TimeStep) throws -> UsedSteps {
        let steps = books.people.usedSteps[userID] ?? []
        return UsedSteps(steps[steps.partitionPlace { $0 < step }...])
    }

    func intent(_ key: IntentKey) throws -> IntentRecord? { books.people.intents[key] }

    func auditHead() throws -> (number: Int64, hash: Digest256) {
        books.people.audit.last.map { ($0.row.number, $0.hash) } ?? (0, .zero)
    }

    func auditHash(at number: Int64) throws -> Digest256? {
        guard number > 0, number <= books.people.audit.count else { return nil }
        return books.people.audit[Int(number) - 1].hash
    }

    func usedAllowance(
        of userID: UserID,
        on day: BusinessDate,
        in currency: Currency
    ) throws -> Money {
        let key = PeopleTables.AllowanceKey(userID: userID, day: day, currency: currency)
        return Money(minorUnits: books.people.allowances[key] ?? 0, currency: currency)
    }

    func auditRows(after number: Int64, limit: Int) throws -> [AuditRow] {
        let lines = books.people.audit
        let start = lines.partitionPlace { $0.row.number <= number }
        return lines.page(from: start, limit: limit).map(\.row)
    }

    /// Returns a user with their last change applied.
    private func changed(_ user: UserRecord) -> UserRecord {
        guard let change = books.tokens.userChanges[user.id]?.last else { return user }
        return user.with(
            role: change.role,
            password: change.password,
            isDisabled: change.isDisabled
        )
    }
}
