import CoreVocabulary
import WireProtocol

/// What is tried at the last moment, or at the first one after it.
extension Rogue {
    /// The longest wait for an end, in seconds.
    private static let patienceSeconds: Int64 = 40
    /// How old a session is at least of which only late codes are left, in seconds.
    private static let oldSeconds: Int64 = 60 * 3_600
    /// How old a session is at most that is used as if it lived, in seconds.
    private static let freshSeconds: Int64 = 3_600

    /// Something that can be tried until an instant, or from it on.
    private enum End {
        /// The repetition of a renewal whose reply got lost.
        case repetition
        /// An access token.
        case access
        /// A pause after failures at sign-in.
        case pause
    }

    /// Waits until the bank's clock shows the end of something, or a nanosecond more or less, and
    /// tries it.
    func meetEnd(_ held: Held) async throws {
        let now = world.bank.clockTime.nanosecondsSinceEpoch
        let near = ends(of: held).filter { end in
            let left = end.at.nanosecondsSinceEpoch - now
            return (1...Self.patienceSeconds * Instant.nanosecondsPerSecond).contains(left)
        }
        guard let end = state.value.dice.pick(near) else { return }
        let left = end.at.nanosecondsSinceEpoch - now + state.value.dice.within(-1...1)
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

    /// Signs in with the code of each step that is taken now, one right after the other.
    func signInThrice() {
        let person = Town.people[Town.consoleOwnerCount]
        let step = Codes.step(at: world.time.trueTime)
        for step in step - 1...step + 1 {
            let code = Codes.code(of: person, step: step)
            send(signIn: person, password: Town.password, code: Array(code.utf8), from: 0)
        }
    }

    /// A session of this person in which nothing is left to do but to come late; nil mostly.
    func oldSession() -> Held? {
        let latest = world.time.trueTime.adding(seconds: -Self.oldSeconds)
        let own = Town.people[Town.consoleOwnerCount].id
        let old = state.value.sessions.filter { $0.openedAt < latest && $0.person.id == own }
        return state.value.dice.pick(old)
    }

    /// A transfer of an old session, whose code was typed as long ago as one may arrive, or longer.
    func comeLate(_ old: Held) async throws {
        let own = state.value.sessions.last { $0.person.id == old.person.id }
        guard let held = own,
            world.time.trueTime < held.openedAt.adding(seconds: Self.freshSeconds)
        else { return try await signIn() }
        let latest = world.bank.clockTime.adding(seconds: -Codes.lateSeconds).nanosecondsSinceEpoch
        let late = [0, 1, state.value.dice.within(-60...60) * Instant.nanosecondsPerSecond]
        let claimed = Instant(
            nanosecondsSinceEpoch: latest - late[state.value.dice.below(late.count)]
        )
        submit(draft(held), of: old, at: claimed, step: Codes.step(at: claimed), from: held)
    }
}
