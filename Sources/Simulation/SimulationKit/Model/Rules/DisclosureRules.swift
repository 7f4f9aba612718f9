import CoreVocabulary
import IdentityCore
import LedgerCore
import SyncCore
import WireProtocol

/// Rules for the content of an answer, given in one state of the bank at one time.
struct DisclosureRules {
    let judge: Judge
    let act: Act
    let version: ModelState
    let now: Instant

    /// Returns the fault in the content of an answer, or nil if the content is right in the given
    /// state.
    ///
    /// The kind of answer is judged elsewhere.
    func complaint(about reply: Reply) -> String? {
        switch reply {
        case .signedIn(let answer): complaint(about: answer)
        case .renewed(let answer): complaint(about: answer)
        case .syncBegun(let answer):
            complaint(aboutZone: answer.zone)
                ?? act.access.value.flatMap { version.sessions[$0.session]?.role }.flatMap {
                    complaint(aboutLease: answer.leaseEndsAt, of: $0)
                }
        case .feed(let answer):
            complaint(about: answer.batch.changes)
        case .snapshot(let answer):
            complaint(about: answer.changes)
        case .reconcile(let answer): complaint(about: answer)
        case .records(.told(let answer)):
            complaint(about: answer.changes)
        default: nil
        }
    }

    /// The bank of the town is in India.
    private func complaint(aboutZone zone: ZoneOffset?) -> String? {
        zone == .india ? nil : "the bank says that it counts its days elsewhere than it does"
    }

    private func complaint(about answer: SignInReply) -> String? {
        guard
            let session = version.sessions[answer.sessionID]
                ?? judge.now.sessions[answer.sessionID]
        else { return nil }
        let lease = session.openedAt.adding(seconds: SessionLife.leaseSeconds(of: session.role))
        let isRight =
            answer.userID == session.user && answer.role == session.role.rawValue
            && answer.endsAt == session.endsAt && answer.leaseEndsAt == lease
        guard isRight else { return "a session is told to be another one than was begun" }
        return complaint(aboutZone: answer.zone)
            ?? complaint(about: answer.tokens, of: session, renewedAt: session.openedAt)
    }

    private func complaint(about answer: RenewReply) -> String? {
        guard let token = Token(refresh: answer.tokens.refresh),
            let session = judge.now.sessions[token.session]
        else { return nil }
        // A renewal was answered while the clock ran ahead, and the answer was lost. After the
        // clock was set right, the console asks again with the same nonce and gets the same tokens.
        // The bank treats that access token as expired, and the console renews.
        let given = max(now, session.renewedAt)
        let latest = given.secondsSinceEpoch + SessionLife.accessSeconds
        guard answer.tokens.accessEndsAt.secondsSinceEpoch <= latest else {
            return "a token lasts longer than tokens do"
        }
        return complaint(aboutLease: answer.leaseEndsAt, of: session.role)
    }

    /// Returns a fault unless the lease lasts as long as its role's does, from a time read during
    /// the act.
    private func complaint(aboutLease end: Instant, of role: Role) -> String? {
        let seconds = SessionLife.leaseSeconds(of: role)
        let isRight = act.readings.value.contains { $0.adding(seconds: seconds) == end }
        return isRight ? nil : "a lease is longer or shorter than its role has it"
    }

    private func complaint(
        about tokens: SessionTokens,
        of session: ModelState.Session,
        renewedAt: Instant
    ) -> String? {
        let start = renewedAt.secondsSinceEpoch
        let end = min(start + SessionLife.accessSeconds, session.endsAt.secondsSinceEpoch)
        let idle = min(renewedAt.adding(seconds: SessionLife.idleSeconds), session.endsAt)
        let isRight =
            tokens.accessEndsAt.secondsSinceEpoch == max(start + 1, end)
            && tokens.idleEndsAt == idle
        return isRight ? nil : "tokens last longer or shorter than the rules have it"
    }

    /// Returns the fault in what a user is shown, or nil if all of it is in the books and visible
    /// to the user.
    func complaint(about changes: [FeedChange]) -> String? {
        guard let (user, person) = reader else { return nil }
        return changes.lazy.compactMap { complaint(about: $0, to: user, person) }.first
    }

    /// The user of the session that the act belongs to.
    var reader: (user: UserID, person: ModelState.Person)? {
        guard let access = act.access.value, let user = version.sessions[access.session]?.user,
            let person = version.people[user]
        else { return nil }
        return (user, person)
    }

    private func complaint(
        about change: FeedChange,
        to user: UserID,
        _ person: ModelState.Person
    ) -> String? {
        switch change {
        case .entry(let entry):
            let known = version.ledger.accounts[entry.accountID]?.entries ?? []
            let place = Int(entry.accountSequence) - 1
            let isRight =
                person.grants[entry.accountID] != nil && known.indices.contains(place)
                && known[place] == entry
            return isRight
                ? nil : "an entry is shown that is not the user's to see, or not in the books"
        case .account(let record):
            guard person.grants[record.accountID] == record.access else {
                return "an account is shown with an access that the user has not"
            }
            let isClosed = version.ledger.accounts[record.accountID]?.isClosed ?? false
            return isClosed || !record.isClosed ? nil : "an account is shown closed that is open"
        case .hold(let hold):
            let held = version.ledger.transfers[hold.transferID]?.transfer
            return person.grants[hold.accountID] != nil && held?.amount == hold.amount
                ? nil : "a hold is shown that is not the user's to see, or not in the books"
        case .decision(let decision):
            let known = version.intents[decision.key]
            return known?.user == user && known?.decision == decision
                ? nil : "a decision is shown that is not the user's, or not in the books"
        case .payee(let payee):
            return person.payees[payee.accountID] != nil
                ? nil : "a payee is shown that the user has not"
        case .accessRevoked: return nil
        }
    }
}
