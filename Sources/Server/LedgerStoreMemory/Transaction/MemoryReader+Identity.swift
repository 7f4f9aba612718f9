import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService

extension MemoryReader {
    func user(named name: String) throws -> UserRecord? {
        try books.people.userNames[Array(name.utf8)].flatMap { try user($0) }
    }

    func user(_ id: UserID) throws -> UserRecord? {
        books.people.userPlaces[id].map { changed(books.people.users[$0]) }
    }

    func users() throws -> [UserRecord] {
        books.people.users.map(changed)
    }

    func tries(under key: GuardKey) throws -> GuardRecord {
        books.people.tries[key] ?? GuardRecord()
    }

    func session(_ id: SessionID) throws -> SessionRecord? {
        guard let opened = books.people.sessions[id] else { return nil }
        return SessionRecord(
            id: opened.id,
            userID: opened.userID,
            tokenHash: opened.tokenHash,
            sealedAuthorisationKey: opened.sealedAuthorisationKey,
            openedAt: opened.openedAt,
            endsAt: opened.endsAt,
            endedAt: books.people.sessionEnds[id]?.at,
            endedFor: books.people.sessionEnds[id]?.reason,
            terminal: opened.terminal
        )
    }

    func usedSteps(of userID: UserID, since step: TimeStep) throws -> UsedSteps {
        let steps = books.people.usedSteps[userID] ?? []
        return UsedSteps(steps[steps.partitionPlace { $0 < step }...])
    }

    func intent(_ key: IntentKey) throws -> IntentRecord? {
        books.people.intents[key]
    }

    func auditHead() throws -> (number: Int64, hash: Digest256) {
        books.people.audit.last.map { ($0.row.number, $0.hash) } ?? (0, .zero)
    }

    func auditRows(after number: Int64, limit: Int) throws -> [AuditRow] {
        let lines = books.people.audit
        let start = lines.partitionPlace { $0.row.number <= number }
        return lines.page(from: start, limit: limit).map(\.row)
    }

    /// A user as the last change of them has it.
    private func changed(_ user: UserRecord) -> UserRecord {
        guard let change = books.tokens.userChanges[user.id]?.last else { return user }
        return UserRecord(
            id: user.id,
            name: user.name,
            displayName: user.displayName,
            role: change.role,
            password: user.password,
            totp: user.totp,
            sealedTOTPSecret: user.sealedTOTPSecret,
            sealedStorageKey: user.sealedStorageKey,
            addedAt: user.addedAt,
            isDisabled: change.isDisabled
        )
    }
}
