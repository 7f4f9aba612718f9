import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

extension LedgerReading {
    /// Checks a caller's session, user and role in the transaction that serves the request.
    ///
    /// A user who was disabled, signed out or given another role a moment ago is refused.
    ///
    /// - Throws: ``RequestRefused`` if the session or the user is not valid any more, the token
    ///   came from a terminal other than its own, or the role does not allow the route.
    func admit(_ caller: Caller, to route: Route, at now: Instant) throws -> Admission {
        let token = caller.token
        guard let session = try session(token.sessionID), session.userID == token.userID,
            let user = try user(session.userID)
        else { throw RequestRefused(.sessionEnded) }
        // The terminal is checked first, so that a stolen token learns nothing else.
        guard token.isBound(to: caller.origin.terminal) else {
            throw RequestRefused(.terminalUnknown)
        }
        try checkLife(of: session, user, at: now)
        // A role change ends all sessions in the same transaction. This check is a second barrier.
        guard token.role == user.role else { throw RequestRefused(.sessionEnded) }
        guard let permission = route.permission,
            Rights.decision(for: user.role, on: permission) == .allowed
        else { throw RequestRefused(.notAllowed) }
        return Admission(user: user, session: session)
    }

    /// Checks that a session is active and that its user is not disabled.
    ///
    /// A user who was disabled by mistake and then enabled only has to sign in again. Their console
    /// keeps what it has queued.
    func checkLife(of session: SessionRecord, _ user: UserRecord, at now: Instant) throws {
        if user.isDisabled || session.endedFor == .consoleRevoked {
            throw RequestRefused.wipe(user.id, session.id)
        }
        guard session.isOver(at: now) else { return }
        // A wipe is ordered for its console, which has not done it or has not received the order
        // yet.
        if try wipeOrder(of: session.id) != nil {
            throw RequestRefused.wipe(user.id, session.id)
        }
        guard session.endedAt == nil else { throw RequestRefused(.sessionEnded) }
        throw RequestRefused.overdue(at: now)
    }

    /// Checks that a user may use a route on an account, and returns their access to it.
    ///
    /// A foreign account is looked up and answered like one that does not exist, with the same
    /// bytes.
    @discardableResult
    func checkRights(
        of who: Admission,
        to route: Route,
        on accountID: AccountID
    ) throws -> AccountRecord.Access {
        let access = try grant(of: who.user.id, for: accountID)?.access
        let relation: Rights.Relation =
            switch access {
            case .operate: .own
            case .view, .viewMasked: .granted
            case nil: .foreign
            }
        try Self.check(who.user.role, route, relation)
        guard let access else { throw RequestRefused(.notFound) }
        return access
    }

    /// Checks that a user may use a route on an account to which the user has or once had access.
    ///
    /// Any other account is answered like one that does not exist.
    func checkRights(
        of who: Admission,
        to route: Route,
        onPresentOrPast accountID: AccountID
    ) throws {
        let wasGranted = try wasGranted(accountID, to: who.user.id)
        try Self.check(who.user.role, route, wasGranted ? .granted : .foreign)
    }

    /// Checks that a user may use a route on an object that has one owner; nil if there is none.
    func checkRights(of who: Admission, to route: Route, onThingOf owner: UserID?) throws {
        let relation: Rights.Relation =
            owner == nil ? .nonexistent : owner == who.user.id ? .own : .foreign
        try Self.check(who.user.role, route, relation)
    }

    private static func check(_ role: Role, _ route: Route, _ relation: Rights.Relation) throws {
        guard let permission = route.permission else { throw RequestRefused(.notAllowed) }
        switch Rights.decision(for: role, on: permission, of: relation) {
        case .allowed: return
        case .notAllowed: throw RequestRefused(.notAllowed)
        case .hidden: throw RequestRefused(.notFound)
        }
    }
}
