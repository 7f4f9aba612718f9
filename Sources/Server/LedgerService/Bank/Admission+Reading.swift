import CoreVocabulary
import IdentityCore
import SyncCore
import TokenCore
import WireProtocol

extension LedgerReading {
    /// Looks up who asks, in the same database transaction in which it is then done: whoever was
    /// disabled, signed out or given another role a moment ago does nothing any more.
    ///
    /// - Throws: ``RequestRefused``: the session or the user is no more, the token came from
    ///   another terminal than its own, or the role does not allow the route.
    func admit(_ caller: Caller, to route: Route, at now: Instant) throws -> Admission {
        let token = caller.token
        guard let session = try session(token.sessionID), session.userID == token.userID,
            let user = try user(session.userID)
        else { throw RequestRefused(.sessionEnded) }
        // A thief's console is told nothing but this, so the terminal comes before all else.
        guard token.isBound(to: caller.origin.terminal) else {
            throw RequestRefused(.terminalUnknown)
        }
        try checkLife(of: session, user, at: now)
        // The end of all sessions is written with a new role; this is the second wall.
        guard token.role == user.role else { throw RequestRefused(.sessionEnded) }
        guard let permission = route.permission,
            Rights.decision(for: user.role, on: permission) == .allowed
        else { throw RequestRefused(.notAllowed) }
        return Admission(user: user, session: session)
    }

    /// Makes sure that a session lives, and that its user may be here.
    ///
    /// A user who was disabled by mistake and is here again has only to sign in: what their console
    /// has queued must not be lost for it.
    func checkLife(of session: SessionRecord, _ user: UserRecord, at now: Instant) throws {
        if user.isDisabled || session.endedFor == .consoleRevoked {
            throw RequestRefused.wipe(user.id, session.id)
        }
        guard session.isOver(at: now) else { return }
        // Its console was to wipe, and has not done so or not been told yet.
        if try wipeOrder(of: session.id) != nil {
            throw RequestRefused.wipe(user.id, session.id)
        }
        guard session.endedAt == nil else { throw RequestRefused(.sessionEnded) }
        throw RequestRefused.overdue(at: now)
    }

    /// Makes sure that a user may do what a route does with an account.
    ///
    /// An account that is somebody else's is looked for in the same way, and answered with the same
    /// bytes, as one that does not exist.
    ///
    /// - Returns: What the user may do with the account.
    /// - Throws: ``RequestRefused``.
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

    /// Makes sure that a user may do what a route does with an account that the user may see now,
    /// or could see once.
    ///
    /// Any other account is answered like one that does not exist.
    ///
    /// - Throws: ``RequestRefused``.
    func checkRights(
        of who: Admission,
        to route: Route,
        onPresentOrPast accountID: AccountID
    ) throws {
        let wasGranted = try wasGranted(accountID, to: who.user.id)
        try Self.check(who.user.role, route, wasGranted ? .granted : .foreign)
    }

    /// Makes sure that a user may do what a route does with something that has one owner.
    ///
    /// - Parameters:
    ///   - who: Who asks.
    ///   - route: What is asked.
    ///   - owner: Whose it is; nil when there is no such thing.
    /// - Throws: ``RequestRefused``.
    func checkRights(of who: Admission, to route: Route, onThingOf owner: UserID?) throws {
        let relation: Rights.Relation =
            owner == nil ? .nonexistent : owner == who.user.id ? .own : .foreign
        try Self.check(who.user.role, route, relation)
    }

    private static func check(
        _ role: Role,
        _ route: Route,
        _ relation: Rights.Relation
    ) throws {
        guard let permission = route.permission else { throw RequestRefused(.notAllowed) }
        switch Rights.decision(for: role, on: permission, of: relation) {
        case .allowed: return
        case .notAllowed: throw RequestRefused(.notAllowed)
        case .hidden: throw RequestRefused(.notFound)
        }
    }
}
