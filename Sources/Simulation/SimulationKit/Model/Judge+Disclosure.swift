import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

/// Record of what the bank has handed out.
extension Judge {
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
