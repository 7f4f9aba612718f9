import CoreVocabulary
import WireProtocol

/// Requests right before and right after a deadline.
extension Rogue {
    /// Longest wait for a deadline, in seconds.
    private static let patienceSeconds: Int64 = 40
    /// Minimum age of a session that is only used for late codes, in seconds.
    private static let oldSeconds: Int64 = 60 * 3_600
    /// Maximum age of a session that is still used as an open one, in seconds.
    private static let freshSeconds: Int64 = 3_600

    /// A deadline of something that the rogue can try.
    private enum End {
        /// The end of the time in which a renewal without a reply may be repeated.
        case repetition
        /// The end of an access token.
        case access
        /// The end of a delay after failed sign-ins.
        case pause
    }

    /// Waits for a deadline by the bank's clock, give or take a nanosecond, and tries it.
    func meetEnd(_ held: Held) async throws {
        let now = world.bank.clockTime
        let near = ends(of: held).filter { end in
            let left = end.at.nanoseconds(since: now)
            return (1...Self.patienceSeconds * Instant.nanosecondsPerSecond).contains(left)
        }
        guard let end = dice.value.pick(near) else { return }
        let left = end.at.nanoseconds(since: now) + dice.value.within(-1...1)
        try await desk.sleep(nanoseconds: left)
        switch end.kind {
        case .repetition: repeatRenewal(held)
        case .access: send(.sessions, held)
        case .pause: try await signIn()
        }
    }

    private func ends(of held: Held) -> [(kind: End, at: Instant)] {
        var ends: [(kind: End, at: Instant)] = []
        let known = world.judge.now
        if let session = known.sessions[held.session], session.nonce == held.nonce {
            let end = session.renewedAt.adding(seconds: SessionLife.repeatSeconds)
            ends.append((.repetition, end))
        }
        if let access = world.judge.state.value.given.access[held.access] {
            let end = access.endSeconds + SessionLife.skewSeconds
            ends.append((.access, Instant(secondsSinceEpoch: end)))
        }
        let key = ModelState.SignIn(name: held.person.name, place: 0)
        if let end = known.signIns[key]?.blockedUntil { ends.append((.pause, end)) }
        return ends
    }

    /// Signs in three times in a row, with the code of each accepted step.
    func signInThrice() {
        let person = Town.people[Town.consoleOwnerCount]
        let step = Codes.step(at: world.time.trueTime)
        for step in step - 1...step + 1 {
            let code = Codes.code(of: person, step: step)
            send(signIn: person, password: Town.password, code: Array(code.utf8), from: 0)
        }
    }

    /// Returns an old session of this person that is only good for late codes; nil in most cases.
    func oldSession() -> Held? {
        let latest = world.time.trueTime.adding(seconds: -Self.oldSeconds)
        let own = Town.people[Town.consoleOwnerCount].id
        let old = state.value.sessions.filter { $0.openedAt < latest && $0.person.id == own }
        return dice.value.pick(old)
    }

    /// Submits a transfer of an old session whose code was typed as long ago as the late limit
    /// allows, or longer.
    func comeLate(_ old: Held) async throws {
        let own = state.value.sessions.last { $0.person.id == old.person.id }
        guard let held = own,
            world.time.trueTime < held.openedAt.adding(seconds: Self.freshSeconds)
        else { return try await signIn() }
        let latest = world.bank.clockTime.adding(seconds: -Codes.lateSeconds)
        let late = [0, 1, dice.value.within(-60...60) * Instant.nanosecondsPerSecond]
        let claimed = latest.adding(nanoseconds: -late[dice.value.below(late.count)])
        submit(draft(held), of: old, at: claimed, step: Codes.step(at: claimed), from: held)
    }
}
