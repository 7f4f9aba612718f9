import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore

/// A user or an account of the books of now that has the name or the number of a lost one, and is
/// somebody else's.
public struct LostSuccessor: Hashable, Sendable {
    /// The clause that names it, and whose it is.
    let words: String

    /// Names a user.
    init(_ user: UserRecord, insteadOf lost: UserRecord) {
        let role = user.role == lost.role ? "" : ", \(user.role.rawValue)"
        let holder = OperatorText.clean(user.displayName) + role
        words = "another user has the name \(OperatorText.clean(user.name)) now (\(holder))"
    }

    /// Names an account.
    init(_ stored: StoredAccount, insteadOf lost: StoredAccount) {
        let (now, before) = (stored.account.currency, lost.account.currency)
        let currency = now == before ? "" : ", \(now.code)"
        let holder = OperatorText.clean(stored.profile.holder) + currency
        let number = OperatorText.clean(stored.profile.number)
        words = "another account has the number \(number) now (\(holder))"
    }
}

/// A record of the books before, as the books of now have it.
enum LostPresence<Record: Sendable>: Sendable {
    /// They have the same, or one that was made again for the same person.
    case same(Record)
    /// They have one of somebody else in its place.
    case other(LostSuccessor)
    /// They have none.
    case none

    /// The record; nil where there is none, or one of somebody else.
    var record: Record? {
        if case .same(let record) = self { record } else { nil }
    }

    /// The one in its place; nil where there is none.
    var successor: LostSuccessor? {
        if case .other(let successor) = self { successor } else { nil }
    }
}

extension LedgerReading {
    /// The user of an earlier record, or the same person who was added under the name since.
    ///
    /// A name alone is no proof: display name and role have to agree too. Who was added with the role
    /// of before is the same, whatever role was given since.
    ///
    /// - Parameters:
    ///   - lost: The earlier record.
    ///   - addedRoles: The roles with which users were added since.
    /// - Returns: Who has the name now.
    /// - Throws: What the books throw.
    func presence(
        of lost: UserRecord,
        addedRoles: [UserID: Role]
    ) throws -> LostPresence<UserRecord> {
        if let user = try user(lost.id) { return .same(user) }
        guard let user = try user(named: lost.name) else { return .none }
        let hasRole = [user.role, addedRoles[user.id]].contains(lost.role)
        let isSame = user.displayName == lost.displayName && hasRole
        return isSame ? .same(user) : .other(LostSuccessor(user, insteadOf: lost))
    }

    /// The account of an earlier record, or the one of the same holder that was opened under the
    /// number since.
    ///
    /// A number alone is no proof: holder and currency have to agree too.
    func presence(of lost: StoredAccount) throws -> LostPresence<StoredAccount> {
        if let stored = try account(lost.account.id) { return .same(stored) }
        guard
            let stored = try account(number: lost.profile.number).flatMap({ try account($0) })
        else { return .none }
        let isSame =
            stored.profile.holder == lost.profile.holder
            && stored.account.currency == lost.account.currency
        return isSame ? .same(stored) : .other(LostSuccessor(stored, insteadOf: lost))
    }
}
