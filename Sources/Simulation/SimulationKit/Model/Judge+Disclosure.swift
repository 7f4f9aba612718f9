import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// Checks on the content of answers and the record of what the bank has handed out.
extension Judge {
    /// Returns the fault in the content of an answer, or nil if the content is right in the given
    /// state.
    ///
    /// The kind of answer is judged elsewhere.
    func complaint(
        about reply: Reply,
        to act: Act,
        in version: ModelState,
        at now: Instant
    ) -> String? {
        switch reply {
        case .signedIn(let answer): complaint(about: answer, in: version)
        case .renewed(let answer): complaint(about: answer, to: act, at: now)
        case .syncBegun(let answer):
            Self.complaint(aboutZone: answer.zone)
                ?? act.access.value.flatMap { version.sessions[$0.session]?.role }.flatMap {
                    complaint(aboutLease: answer.leaseEndsAt, of: $0, act)
                }
        case .feed(let answer):
            complaint(about: answer.batch.changes, to: act, in: version, at: now)
        case .snapshot(let answer):
            complaint(about: answer.changes, to: act, in: version, at: now)
        case .reconcile(let answer): complaint(about: answer, to: act, in: version)
        case .records(.told(let answer)):
            complaint(about: answer.changes, to: act, in: version, at: now)
        default: nil
        }
    }

    /// The bank of the town is in India.
    private static func complaint(aboutZone zone: ZoneOffset?) -> String? {
        zone == .india ? nil : "the bank says that it counts its days elsewhere than it does"
    }

    private func complaint(about answer: SignInReply, in version: ModelState) -> String? {
        guard
            let session = version.sessions[answer.sessionID]
                ?? now.sessions[answer.sessionID]
        else { return nil }
        let lease = session.openedAt.adding(seconds: SessionLife.leaseSeconds(of: session.role))
        let isRight =
            answer.userID == session.user && answer.role == session.role.rawValue
            && answer.endsAt == session.endsAt && answer.leaseEndsAt == lease
        guard isRight else { return "a session is told to be another one than was begun" }
        return Self.complaint(aboutZone: answer.zone)
            ?? Self.complaint(about: answer.tokens, of: session, renewedAt: session.openedAt)
    }

    private func complaint(
        about answer: RenewReply,
        to act: Act,
        at now: Instant
    ) -> String? {
        guard let token = Token(refresh: answer.tokens.refresh),
            let session = self.now.sessions[token.session]
        else { return nil }
        // A renewal was answered while the clock ran ahead, and the answer was lost. After the
        // clock was set right, the console asks again with the same nonce and gets the same tokens.
        // The bank treats that access token as expired, and the console renews.
        let given = max(now, session.renewedAt)
        let latest = given.secondsSinceEpoch + SessionLife.accessSeconds
        guard answer.tokens.accessEndsAt.secondsSinceEpoch <= latest else {
            return "a token lasts longer than tokens do"
        }
        return complaint(aboutLease: answer.leaseEndsAt, of: session.role, act)
    }

    /// Returns a fault unless the lease lasts as long as its role's does, from a time read during
    /// the act.
    private func complaint(aboutLease end: Instant, of role: Role, _ act: Act) -> String? {
        let seconds = SessionLife.leaseSeconds(of: role)
        let isRight = act.readings.value.contains { $0.adding(seconds: seconds) == end }
        return isRight ? nil : "a lease is longer or shorter than its role has it"
    }

    private static func complaint(
        about tokens: SessionTokens,
        of session: ModelState.Session,
        renewedAt: Instant
    ) -> String? {
        let start = renewedAt.secondsSinceEpoch
        let end = min(start + SessionLife.accessSeconds, session.endsAt.secondsSinceEpoch)
        let idle = min(
            renewedAt.adding(seconds: SessionLife.idleSeconds),
            session.endsAt
        )
        let isRight =
            tokens.accessEndsAt.secondsSinceEpoch == max(start + 1, end)
            && tokens.idleEndsAt == idle
        return isRight ? nil : "tokens last longer or shorter than the rules have it"
    }

    /// Returns the fault in what a user is shown, or nil if all of it is in the books and visible
    /// to the user.
    func complaint(
        about changes: [FeedChange],
        to act: Act,
        in version: ModelState,
        at now: Instant
    ) -> String? {
        guard let access = act.access.value,
            let user = version.sessions[access.session]?.user,
            let person = version.people[user]
        else { return nil }
        for change in changes {
            if let complaint = Self.complaint(about: change, to: user, person, in: version) {
                return complaint
            }
        }
        return nil
    }

    private static func complaint(
        about change: FeedChange,
        to user: UserID,
        _ person: ModelState.Person,
        in version: ModelState
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

    // MARK: What is given out

    /// Remembers the secrets in a reply, whether or not the reply arrives.
    func learn(_ act: Act, _ reply: Reply) {
        switch reply {
        case .signedIn(let answer):
            let start = answer.serverTime.secondsSinceEpoch
            state.value.given.add(answer.tokens, of: answer.sessionID, startSeconds: start)
            state.value.given.keys[answer.sessionID] = answer.authorisationKey
        case .renewed(let answer):
            guard let token = Token(refresh: answer.tokens.refresh) else { return }
            let end = answer.tokens.accessEndsAt.secondsSinceEpoch
            let renewed = now.sessions[token.session]?.renewedAt.secondsSinceEpoch
            let start = renewed ?? end - SessionLife.accessSeconds
            state.value.given.add(answer.tokens, of: token.session, startSeconds: start)
        case .feed(let answer): learn(act, answer.batch)
        case .syncBegun(let answer): learn(act, answer.head)
        case .snapshot(let answer):
            learn(act, answer.at)
            if let page = answer.nextPage { state.value.given.pages.insert(page) }
        case .problem(let problem): learn(act, problem)
        default: break
        }
    }

    /// Remembers the cursors in a stream event.
    func learn(_ act: Act, _ event: StreamEvent) {
        switch event {
        case .delta(let batch): learn(act, batch)
        case .checkpoint(let checkpoint):
            learn(act, checkpoint.cursor)
            learn(act, checkpoint.head)
        case .heartbeat(let heartbeat): learn(act, heartbeat.head)
        case .control: break
        }
    }

    private func learn(_ act: Act, _ batch: FeedBatch) {
        learn(act, batch.cursor)
        learn(act, batch.head)
    }

    private func learn(_ act: Act, _ cursor: Cursor) {
        guard let access = access(of: act),
            let user = owner(of: access.session)
        else { return }
        state.value.given.cursors[user, default: []].insert(cursor)
    }

    /// Returns the grant behind the act's access token, or nil if the token was never handed out.
    func access(of act: Act) -> Given.Access? {
        if let known = act.access.value { return known }
        act.access.value = act.token.flatMap { state.value.given.access[$0] }
        return act.access.value
    }

    /// Returns the user of a session, also if the books have lost it after a restore.
    func owner(of session: SessionID) -> UserID? {
        for version in state.value.versions.reversed() {
            if let user = version.state.sessions[session]?.user { return user }
        }
        return nil
    }

    // MARK: What a thief may have

    /// The refresh tokens handed out so far.
    var refreshTokens: [[UInt8]] {
        state.value.given.refresh.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The access tokens handed out so far.
    var accessTokens: [[UInt8]] {
        state.value.given.access.keys.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The cursors handed out to any user.
    var cursors: [Cursor] {
        state.value.given.cursors.values.flatMap { $0 }.sorted {
            ($0.epoch, $0.feedSequence, $0.mac) < ($1.epoch, $1.feedSequence, $1.mac)
        }
    }

    /// The stamps that consoles have made.
    var stamps: [DeviceStamp] {
        state.value.given.stamps.map(\.stamp).sorted {
            ($0.deviceID, $0.sequence) < ($1.deviceID, $1.sequence)
        }
    }

    /// Remembers a stamp that a console made.
    func sawStamp(_ stamp: DeviceStamp, for digest: Digest256) {
        state.value.given.stamps.insert(Given.StampMade(stamp: stamp, digest: digest))
    }
}

extension Act {
    /// The access token that the act presents.
    var token: [UInt8]? {
        switch wish {
        case .request(let envelope): envelope?.token
        case .stream(let token, _): token
        case .office: nil
        }
    }
}
