import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore

/// Rules for acts of the bank's office.
struct OfficeRules: ActRules {
    let foresight: Foresight

    /// Returns the outcomes of a request of the office.
    func moves(of wish: OfficeAct) -> [Move] {
        switch wish {
        case .post(let postings): [post(postings)]
        case .expire: [expire()]
        case .grant(let access, let account, let user): [change(account, user, to: access)]
        case .revoke(let account, let user): [change(account, user, to: nil)]
        case .addPayee(let account, let name, let user):
            [payee(account, user, ModelState.Payee(name: name))]
        case .removePayee(let account, let user): [removePayee(account, user)]
        case .revokeSessions(let user): [revokeSessions(user)]
        case .unlock(let user): [unlock(user)]
        case .changeRole(let user, let role): [changeRole(user, role)]
        case .disable(let user): [setDisabled(true, user)]
        case .enable(let user): [setDisabled(false, user)]
        case .reverse(let id, let reference): correct { $0.reversal(of: id, reference) }
        case .hold(let hold): correct { $0.hold(hold) }
        case .postHold(let id, let amount): correct { $0.end(.post(id), of: id, amount) }
        case .voidHold(let id): correct { $0.end(.void(id), of: id, nil) }
        case .changeLimits(let account, let bounds): [changeLimits(account, bounds)]
        case .closeAccount(let account): [closeAccount(account)]
        case .destroyKeys: foresight.destroyKeys()
        case .revokeSession(let session, let isWiping): [revoke(session, isWiping)]
        case .acceptClock: [done([foresight.audited(.clockAccepted)], state)]
        }
    }

    private func correct(_ draft: (CorrectionRules) -> CorrectionRules.Draft) -> [Move] {
        CorrectionRules(foresight: foresight).moves(draft)
    }

    private func done(_ facts: [Fact], _ after: ModelState) -> Move {
        Move(facts: facts, after: after, answer: .office(.done))
    }

    private func post(_ postings: [Posting]) -> Move {
        guard postings.allSatisfy({ $0.bookedAt ?? now <= now }) else {
            return .office(.refused(.timeInFuture))
        }
        var after = state
        var facts: [Fact] = []
        var refusals: [ModelLedger.Refused?] = []
        var told = Instant.epoch
        for posting in postings {
            let time = posting.bookedAt ?? now
            let (refusal, written) = after.ledger.post(posting, after: told, at: time)
            told = max(told, time)
            refusals.append(refusal)
            facts += written
        }
        facts += after.ledger.moved(by: facts)
        facts.append(foresight.posted(postings.first?.journal.id, refusals))
        return Move(facts: facts, after: after, answer: .office(.refusals(refusals)))
    }

    /// Expires as many holds as one commit may, and leads to the next commit until none is due.
    private func expire() -> Move {
        var after = state
        let (ended, time) = after.ledger.expire(at: now, limit: sizes.bank.counts.expiredHolds)
        guard let first = ended.first else { return .office(.count(act.expiredCount.value)) }
        var facts = ended.map { Fact.resolved($0, .expired, by: nil, at: time) }
        facts += after.ledger.moved(by: facts)
        let count = Int64(ended.count)
        facts.append(foresight.audited(.pendingsExpired, of: first.rawValue, count: count))
        return Move(facts: facts, after: after, leads: .expired(count: ended.count))
    }

    private func change(
        _ account: AccountID,
        _ user: UserID,
        to access: AccountRecord.Access?
    ) -> Move {
        guard state.people[user]?.grants[account] != access else { return .office(.done) }
        var after = state
        after.people[user]?.grants[account] = access
        let facts: [Fact] = [
            .granted(user, account, access),
            foresight.audited(
                .accessChanged,
                of: account.rawValue,
                concerning: user,
                .access(access)
            ),
        ]
        return done(facts, after)
    }

    private func removePayee(_ account: AccountID, _ user: UserID) -> Move {
        guard var known = state.people[user]?.payees[account] else { return .office(.done) }
        known.isRemoved = true
        return payee(account, user, known)
    }

    private func payee(_ account: AccountID, _ user: UserID, _ payee: ModelState.Payee) -> Move {
        guard state.people[user]?.payees[account] != payee else { return .office(.done) }
        // A closed account cannot become a payee, but an existing payee can be removed.
        let isClosed = state.ledger.accounts[account]?.isClosed ?? false
        guard payee.isRemoved || !isClosed else { return .office(.refused(.payeeIsClosed)) }
        var after = state
        after.people[user]?.payees[account] = payee
        let facts: [Fact] = [
            .payee(user, account, name: payee.name, isRemoved: payee.isRemoved),
            foresight.audited(.payeeChanged, of: account.rawValue, concerning: user),
        ]
        return done(facts, after)
    }

    /// Ends a session for the office; a console whose session ended otherwise is still wiped.
    private func revoke(_ id: SessionID, _ isWiping: Bool) -> Move {
        guard let session = state.sessions[id] else { return .office(.refused(.sessionUnknown)) }
        var after = state
        var facts = after.end(id, for: isWiping ? .consoleRevoked : .revoked, at: now)
        if !facts.isEmpty {
            facts.append(foresight.audited(.sessionRevoked, of: id.rawValue))
        } else if isWiping, session.endedFor != .consoleRevoked,
            after.wipeOrders.insert(id).inserted
        {
            facts.append(.wipeOrdered(session.user, id))
            facts.append(foresight.audited(.wipeOrdered, of: id.rawValue))
        }
        return Move(facts: facts, after: after, answer: .office(.ended(session.endedAt == nil)))
    }

    private func changeLimits(_ id: AccountID, _ bounds: ModelLedger.Bounds) -> Move {
        guard let known = state.ledger.accounts[id] else {
            return .office(.refused(.accountUnknown))
        }
        var after = state
        if let rejection = after.ledger.change(id, to: bounds) {
            return refused(.limitsChanged, of: id, rejection)
        }
        guard known.bounds != bounds else { return .office(.done) }
        let facts: [Fact] = [
            .account(id, known.counters, bounds, isClosed: false),
            foresight.audited(.limitsChanged, of: id.rawValue),
        ]
        return done(facts, after)
    }

    /// Closes an account for good; a closed one stays as it is, without an audit row.
    private func closeAccount(_ id: AccountID) -> Move {
        guard let known = state.ledger.accounts[id] else {
            return .office(.refused(.accountUnknown))
        }
        guard !known.isClosed else { return .office(.done) }
        var after = state
        if let rejection = after.ledger.close(id) {
            return refused(.accountClosed, of: id, rejection)
        }
        let facts: [Fact] = [
            .account(id, known.counters, known.bounds, isClosed: true),
            foresight.audited(.accountClosed, of: id.rawValue),
        ]
        return done(facts, after)
    }

    /// Returns the outcome of a change that a ledger rule forbids: an audit row alone.
    private func refused(
        _ action: AuditRow.Action,
        of id: AccountID,
        _ rejection: Rejection
    ) -> Move {
        let note = AuditNote.rejection(rejection)
        let fact = foresight.audited(action, .refused, of: id.rawValue, note)
        let answer = ModelAnswer.office(.refused(.ledgerRefused(rejection)))
        return Move(facts: [fact], after: state, answer: answer)
    }

    private func revokeSessions(_ user: UserID) -> Move {
        var after = state
        let open = foresight.sessionsNotEnded(of: user)
        let facts = endAll(open, for: .revoked, &after)
        return Move(facts: facts, after: after, answer: .office(.count(open.count)))
    }

    /// Lifts the delays of a user, for transfers and for sign-ins from every place.
    private func unlock(_ user: UserID) -> Move {
        guard let name = Town.people.first(where: { $0.id == user })?.name else {
            return .office(.refused(.userUnknown))
        }
        let failed = state.signIns.keys.filter { $0.name == name }
        let hasFailed = (state.people[user]?.tries.failures ?? 0) > 0
        guard !failed.isEmpty || hasFailed || (state.newPlaces[name] ?? now) > now else {
            return .office(.done)
        }
        var after = state
        let tries = Fact.Tries(countedAt: now)
        after.people[user]?.tries = tries
        after.newPlaces[name] = now
        after.toldDelays[name] = now
        for key in failed { after.signIns[key] = nil }
        var facts: [Fact] = [
            .tries(user, tries), .newPlaces(name: .name(name), fullAt: now),
            .delayTold(name: .name(name), until: now),
            foresight.audited(.userUnlocked, of: user.rawValue),
        ]
        if !failed.isEmpty { facts.append(.signInsForgotten(name: .name(name))) }
        return done(facts, after)
    }

    private func changeRole(_ user: UserID, _ role: Role) -> Move {
        guard let person = state.people[user], person.role != role else { return .office(.done) }
        var after = state
        after.people[user]?.role = role
        var facts: [Fact] = [.userChanged(user, role, isDisabled: person.isDisabled)]
        let reason: SessionEnd = person.isDisabled ? .userDisabled : .userChanged
        facts += endAll(foresight.sessionsNotEnded(of: user), for: reason, &after)
        facts.append(foresight.audited(.roleChanged, of: user.rawValue, .role(role)))
        return done(facts, after)
    }

    private func setDisabled(_ isDisabled: Bool, _ user: UserID) -> Move {
        guard let person = state.people[user], person.isDisabled != isDisabled else {
            return .office(.done)
        }
        var after = state
        after.people[user]?.isDisabled = isDisabled
        var facts: [Fact] = [.userChanged(user, person.role, isDisabled: isDisabled)]
        let reason: SessionEnd = isDisabled ? .userDisabled : .userChanged
        facts += endAll(foresight.sessionsNotEnded(of: user), for: reason, &after)
        let action: AuditRow.Action = isDisabled ? .userDisabled : .userEnabled
        facts.append(foresight.audited(action, of: user.rawValue))
        return done(facts, after)
    }

    private func endAll(
        _ sessions: [SessionID],
        for reason: SessionEnd,
        _ after: inout ModelState
    ) -> [Fact] {
        sessions.flatMap { id in
            after.end(id, for: reason, at: now)
                + [foresight.audited(.sessionRevoked, of: id.rawValue)]
        }
    }
}
