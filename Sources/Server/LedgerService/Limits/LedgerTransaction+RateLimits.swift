import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

extension LedgerTransaction {
    /// Takes one unit from a rate limit in the database transaction of the action itself.
    ///
    /// Returns the seconds to wait; nil if the action is allowed.
    func consume(_ key: LimitKey, _ limits: RateLimits, at now: Instant) throws -> Int64? {
        guard let limit = limits[key.budget] else { return nil }
        switch limit.spend(from: try self.limit(under: key), at: now) {
        case .mustWait(let seconds): return seconds
        case .allowed(let fullAt):
            try update(LimitRecord(key: key, fullAt: fullAt))
            return nil
        }
    }

    /// Counts a transfer for its user, and for the account if the user may operate it.
    ///
    /// Without that condition, a user could use up the limit of somebody else's account.
    func countTransfer(
        of who: Admission,
        from accountID: AccountID,
        _ limits: RateLimits,
        at now: Instant
    ) throws {
        var keys = [LimitKey(.transfersOfUser, of: who.user.id.rawValue)]
        if try grant(of: who.user.id, for: accountID)?.access == .operate {
            keys.append(LimitKey(.transfersOfAccount, of: accountID.rawValue))
        }
        for key in keys { try count(key, limits, at: now) }
    }

    /// Takes one unit from a rate limit like `consume`, and refuses the request if none is left.
    func count(_ key: LimitKey, _ limits: RateLimits, at now: Instant) throws {
        guard let seconds = try consume(key, limits, at: now) else { return }
        throw RequestRefused(.slowDown, retryAfterSeconds: seconds)
    }
}
