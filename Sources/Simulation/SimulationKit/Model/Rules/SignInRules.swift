import CoreVocabulary
import IdentityCore
import LedgerService
import WireProtocol

extension Foresight {
    /// Returns the outcomes of a sign-in, which is counted first and answered by a second commit.
    func signIn(_ request: SignInRequest) -> [Move] {
        let name = request.user.lowercased()
        let key = ModelState.SignIn(name: name, place: act.place)
        let town = Town.people.first { $0.name == name }
        // Copies that arrive together are indistinguishable, so that either may have been counted
        // first.
        let isBegun = act.readings.value.contains { begun.contains(.init(signIn: key, at: $0)) }
        let first = act.hasBegun.value ? [] : [begin(key, town?.id)]
        guard isBegun else { return first }
        guard let town, let person = state.people[town.id] else {
            return first + [refuse(key, nil)]
        }
        let isRight = request.password == Array(Town.password.utf8)
        let code = isRight ? Codes.number(request.code) : nil
        let step = code.flatMap { code in
            Codes.acceptedSteps(at: now).first {
                !person.spentSteps.contains($0) && Codes.code(of: town, step: $0) == code
            }
        }
        let end = step.map { open(key, town.id, person, spending: $0) } ?? refuse(key, town.id)
        // The same holds for the spent code: one copy is ordered to wipe, and the others are
        // refused.
        let isSpent = act.readings.value.contains { spent.contains(.init(signIn: key, at: $0)) }
        return first + (isSpent ? [wipe(town.id), end] : [end])
    }

    /// Counts an attempt under its name and place, and under its name alone if the place is new.
    private func begin(_ key: ModelState.SignIn, _ user: UserID?) -> Move {
        var after = state
        // This attempt still sees the failures that are forgotten now.
        var tries = state.remembered(key, at: now)
        after.forgetOldSignIns(beyond: sizes.bank.counts.rememberedSignIns, at: now)
        if tries.mustWait(at: now), let end = tries.blockedUntil {
            return delay(key.name, user, nanoseconds: end.nanoseconds(since: now))
        }
        let limit = after.isKnown(key.place, to: user) ? nil : sizes.rates[.signInsFromNewPlaces]
        guard let counted = after.countNewPlace(key.name, limit, at: now) else {
            let left = limit?.wait(state.newPlaces[key.name], at: now) ?? 0
            return delay(key.name, user, nanoseconds: left)
        }
        tries.begin(at: now)
        after.signIns[key] = tries
        return Move(facts: [written(tries, key)] + counted, after: after, leads: .began(key))
    }

    /// Returns the outcome of an attempt that has to wait.
    ///
    /// The audit log reports the first one under a name, and then none until the reported whole
    /// seconds have passed.
    private func delay(_ name: String, _ user: UserID?, nanoseconds left: Int64) -> Move {
        let answer = ModelAnswer.problem(.tooManyTries)
        let longest = now.adding(seconds: Fact.Tries.longestPauseSeconds)
        if let told = state.toldDelays[name], now < told, told <= longest {
            return Move(answer: answer)
        }
        let second = Instant.nanosecondsPerSecond
        let end = min(now.adding(seconds: max(1, (left + second - 1) / second)), longest)
        var after = state
        after.toldDelays[name] = end
        return Move(
            facts: [
                .delayTold(name: .name(name), until: end),
                audited(.signIn, .delayed, by: user, of: nil),
            ],
            after: after,
            answer: answer
        )
    }

    private func refuse(_ key: ModelState.SignIn, _ user: UserID?) -> Move {
        var after = state
        var tries = after.signIns[key] ?? Fact.Tries()
        tries.endFailed()
        after.signIns[key] = tries
        return Move(
            facts: [written(tries, key), audited(.signIn, .refused, by: user, of: nil)],
            after: after,
            answer: .problem(.signInRefused)
        )
    }

    /// Opens a session for a user who proved their identity; a disabled one gets a wipe order.
    private func open(
        _ key: ModelState.SignIn,
        _ user: UserID,
        _ person: ModelState.Person,
        spending step: Int64
    ) -> Move {
        var after = state
        var tries = after.signIns[key] ?? Fact.Tries()
        tries.endSucceeded(at: now)
        after.signIns[key] = tries
        after.people[user]?.spentSteps.insert(step)
        var facts: [Fact] = [
            .stepSpent(user, step), written(tries, key), .placeSeen(user, .place(key.place)),
        ]
        if person.places[key.place] == nil {
            facts += after.uncountNewPlace(key.name, sizes.rates[.signInsFromNewPlaces], at: now)
        }
        after.people[user]?.remember(key.place, at: now, limit: sizes.bank.counts.placesOfUser)
        guard !person.isDisabled else {
            facts.append(audited(.signIn, .refused, by: user, of: nil))
            return Move(facts: facts, after: after, leads: .spent(key))
        }
        facts += makeRoom(for: user, &after)
        guard let id = names.session else { return Move(facts: facts) }
        let endsAt = now.adding(seconds: SessionLife.seconds(of: person.role))
        let session = ModelState.Session(
            user: user,
            role: person.role,
            openedAt: now,
            endsAt: endsAt,
            renewedAt: now,
            idleEndsAt: min(now.adding(seconds: SessionLife.idleSeconds), endsAt)
        )
        after.sessions[id] = session
        facts.append(.sessionOpened(id, user, openedAt: now, endsAt: session.endsAt))
        facts.append(.renewed(id, generation: 0, nonce: nil, at: now))
        facts.append(audited(.signIn, by: user, of: id.rawValue))
        return Move(facts: facts, after: after, answer: .signedIn(id))
    }

    /// Ends the sessions that were idle the longest, until there is room for one more.
    private func makeRoom(for user: UserID, _ after: inout ModelState) -> [Fact] {
        let open = openSessions(of: user)
        let idlest = open.sorted { left, right in
            (left.value.renewedAt, left.key) < (right.value.renewedAt, right.key)
        }
        let surplus = max(0, open.count - sizes.bank.counts.sessionsOfUser + 1)
        return idlest.prefix(surplus).flatMap { id, _ in
            after.end(id, for: .displaced, at: now)
                + [audited(.sessionDisplaced, by: user, of: id.rawValue)]
        }
    }

    /// Returns the wipe order for a disabled user with the right password and code.
    private func wipe(_ user: UserID) -> Move {
        let facts: [Fact] = [.wipeOrdered(user, nil), audited(.wipeOrdered, of: user.rawValue)]
        return Move(facts: facts, after: state, answer: .problem(.wipe))
    }

    private func written(_ tries: Fact.Tries, _ key: ModelState.SignIn) -> Fact {
        .signInTries(name: .name(key.name), place: .place(key.place), tries)
    }
}
