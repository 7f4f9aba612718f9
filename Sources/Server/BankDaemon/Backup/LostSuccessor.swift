import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore

/// Another user or account that now has the name or number of a lost one.
package struct LostSuccessor: Hashable, Sendable {
    /// The clause that names it and its owner.
    let words: String

    /// Creates the clause for a user.
    init(_ user: UserRecord, insteadOf lost: UserRecord) {
        let role = user.role == lost.role ? "" : ", \(user.role.rawValue)"
        let holder = OperatorText.clean(user.displayName) + role
        words = "another user has the name \(OperatorText.clean(user.name)) now (\(holder))"
    }

    /// Creates the clause for an account.
    init(_ stored: StoredAccount, insteadOf lost: StoredAccount) {
        let (now, before) = (stored.account.currency, lost.account.currency)
        let currency = now == before ? "" : ", \(now.code)"
        let holder = OperatorText.clean(stored.profile.holder) + currency
        let number = OperatorText.clean(stored.profile.number)
        words = "another account has the number \(number) now (\(holder))"
    }
}

/// The counterpart of an earlier record in the present books, or what is in its place.
struct LostPresence<Record: Sendable>: Sendable {
    /// The same record, or one made again for the same person.
    var record: Record?
    /// Another user or account in its place.
    var successor: LostSuccessor?
}

extension LedgerReading {
    /// Returns the present user of an earlier record, or the same person under the name.
    ///
    /// A name alone is no proof, so display name and role have to match as well. A user added with
    /// the earlier role matches, whatever role they were given since.
    func presence(
        of lost: UserRecord,
        addedRoles: [UserID: Role]
    ) throws -> LostPresence<UserRecord> {
        if let user = try user(lost.id) { return LostPresence(record: user) }
        guard let user = try user(named: lost.name) else { return LostPresence() }
        let hasRole = [user.role, addedRoles[user.id]].contains(lost.role)
        let isSame = user.displayName == lost.displayName && hasRole
        return isSame
            ? LostPresence(record: user)
            : LostPresence(successor: LostSuccessor(user, insteadOf: lost))
    }

    /// Returns the present account of an earlier record, or one of its holder under the number.
    ///
    /// A number alone is no proof, so holder and currency have to match as well.
    func presence(of lost: StoredAccount) throws -> LostPresence<StoredAccount> {
        if let stored = try account(lost.account.id) { return LostPresence(record: stored) }
        guard
            let stored = try account(number: lost.profile.number).flatMap({ try account($0) })
        else { return LostPresence() }
        let isSame =
            stored.profile.holder == lost.profile.holder
            && stored.account.currency == lost.account.currency
        return isSame
            ? LostPresence(record: stored)
            : LostPresence(successor: LostSuccessor(stored, insteadOf: lost))
    }
}
