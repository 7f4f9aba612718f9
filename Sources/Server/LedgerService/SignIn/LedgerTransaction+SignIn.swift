import CoreVocabulary
import IdentityCore

extension LedgerReading {
    /// Returns the user with a name; nil if the name is invalid or unknown.
    func user(signingInAs name: String?) throws -> UserRecord? {
        try name.flatMap { try user(named: $0) }
    }

    func isKnown(_ place: SignInPlace, to userID: UserID?) throws -> Bool {
        guard let userID else { return false }
        return try hasSignedIn(userID, from: place.placeBits)
    }
}

extension LedgerTransaction {
    /// Counts a sign-in attempt before verification; returns the seconds to wait, or nil for none.
    func beginSignIn(
        _ place: SignInPlace,
        _ userID: UserID?,
        _ configuration: BankConfiguration,
        at now: Instant
    ) throws -> Int64? {
        var tries = try tries(under: place.attemptKey)
        var wait: Int64?
        if case .mustWait(let until) = tries.begin(at: now) {
            wait = max(1, until.secondsRoundedUp(since: now))
        } else if try !isKnown(place, to: userID) {
            wait = try consume(place.newPlacesKey, configuration.limits, at: now)
        }
        guard let wait else {
            try removeSignIns(
                countedBy: AttemptRecord.oldest(at: now),
                beyond: configuration.counts.rememberedSignIns
            )
            try update(tries, under: place.attemptKey)
            return nil
        }
        try auditDelay(of: place, userID, seconds: wait, at: now)
        return wait
    }

    /// Appends the audit row of a delayed attempt, unless one was written for this delay already.
    ///
    /// A delayed attempt costs its sender nothing and must not fill the log.
    private func auditDelay(
        of place: SignInPlace,
        _ userID: UserID?,
        seconds: Int64,
        at now: Instant
    ) throws {
        let longest = now.adding(seconds: SignInGuard.longestDelaySeconds)
        // An end beyond the longest delay was stored before the clock was set back, so it does not
        // count.
        if let told = try limit(under: place.delayKey), now < told, told <= longest { return }
        let end = min(now.adding(seconds: seconds), longest)
        try update(LimitRecord(key: place.delayKey, fullAt: end))
        try audit(.signIn, .delayed, by: userID, at: now)
    }

    /// Records the refusal of an attempt, which was counted when it began.
    func refuseSignIn(_ place: SignInPlace, _ userID: UserID?, at now: Instant) throws {
        var tries = try tries(under: place.attemptKey)
        tries.fail()
        try update(tries, under: place.attemptKey)
        try audit(.signIn, .refused, by: userID, at: now)
    }

    /// Records the success of an attempt and remembers its place.
    func acceptSignIn(
        _ place: SignInPlace,
        _ userID: UserID,
        _ configuration: BankConfiguration,
        at now: Instant
    ) throws {
        var tries = try tries(under: place.attemptKey)
        tries.succeed(at: now)
        try update(tries, under: place.attemptKey)
        if let limit = configuration.limits[place.newPlacesKey.budget],
            try !isKnown(place, to: userID)
        {
            let fullAt = limit.giveBack(to: try self.limit(under: place.newPlacesKey), at: now)
            try update(LimitRecord(key: place.newPlacesKey, fullAt: fullAt))
        }
        let placeLimit = configuration.counts.placesOfUser
        try insertPlace(place.placeBits, of: userID, at: now, limit: placeLimit)
    }
}
