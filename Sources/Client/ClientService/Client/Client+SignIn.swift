package import Cryptography
import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

extension Client {
    /// Signs in with password and code together; both secrets are cleared afterwards.
    package func signIn(
        user: String,
        password: SharedSecret,
        code: SharedSecret
    ) async -> SignInOutcome {
        defer {
            password.wipe()
            code.wipe()
        }
        // A record that was opened without the bank stays open until the bank has said yes.
        if session?.online != nil { await signOut() }
        if session == nil { bankLook = BankLook() }
        let request = SignInRequest(
            user: user,
            password: password.byteArray,
            code: code.byteArray
        )
        code.wipe()
        // Both sides hash the password, and each takes a tenth of a second or two on purpose: the
        // person waits for one of them and not for both.
        let cost = environment.settings.unlockCost
        let salt = environment.makeSalt()
        async let keys = PasswordKeys.make(of: password, salt: salt, cost: cost)
        let askedAt = environment.clock.boottime()
        switch await environment.ask(.signIn(request)) {
        case .reply(.signedIn(let reply)):
            return await begin(reply, user, await keys, askedAt: askedAt)
        case .reply(.problem(let problem)):
            if problem.code == .wipe { await wipeAtSignIn(user, nonce: problem.wipeNonce ?? []) }
            if problem.code == .upgradeNeeded, session == nil {
                endNotice = .upgradeNeeded
                await emitStatus()
            }
            let outcome = SignInOutcome(problem)
            if case .unreachable(let cause, _) = outcome { return await unreachable(cause) }
            return outcome
        case .notSent(let cause), .noReply(let cause):
            return await unreachable(cause)
        // Nothing interrupts a sign-in.
        case .reply, .interrupted:
            return .failed
        }
    }

    /// Returns the outcome while the bank does not serve this console, and begins to probe a bank
    /// that does not answer.
    private func unreachable(_ cause: LinkCause) async -> SignInOutcome {
        let isHoped = !cause.isToldByBank && cause != .terminalCertificateRefused
        // Beside the offline copy it is looked for already, and what was found is not so any more.
        if session == nil ? isHoped : bankLook.isWanted {
            let wasReachable = bankLook.isReachable
            bankLook = BankLook(isWanted: true, askedAt: environment.clock.boottime())
            environment.signals.watch.raise()
            if wasReachable { await emitStatus() }
        }
        let openUser = session?.context.user.userID
        return .unreachable(cause, copy: await copies.heldCopy(besides: openUser))
    }

    /// Compares a password with the one typed at sign-in, without the network.
    package func unlock(password: SharedSecret) async -> UnlockOutcome {
        defer { password.wipe() }
        guard let current = session else { return .signedOut }
        let outcome = await current.checkPassword(password)
        if outcome == .signedOut, session === current { await signOut() }
        return outcome
    }

    private func begin(
        _ reply: SignInReply,
        _ userName: String,
        _ keys: PasswordKeys,
        askedAt: Instant
    ) async -> SignInOutcome {
        defer { keys.wrapKey.wipe() }
        if session != nil { await endSession() }
        let boottime = environment.clock.boottime()
        let term = LeaseTerm(endsAt: reply.leaseEndsAt, serverTime: reply.serverTime)
        guard let term, let role = Role(rawValue: reply.role),
            let storageKey = SharedSecret(key: reply.storageKey),
            let authorisationKey = SharedSecret(key: reply.authorisationKey)
        else {
            let notes = await leftSessions.openNotes(for: reply)
            await abandon(reply, askedAt, notes)
            return .failed
        }
        let user = SignedInUser(reply, role)
        var notes: (any SessionNotes)?
        do {
            let stores = try await environment.storage.open(
                userID: reply.userID,
                storageKey: storageKey
            )
            notes = stores.sessions
            let outbox = try Outbox(store: stores.outbox)
            let state = try await stores.records.openedState()
            // A record of a release that noted no epochs has one all the same.
            if let cursor = state.cursor, cursor.epoch > (await outbox.seenEpoch),
                await stores.records.holdsEntries()
            {
                try await outbox.noteEpoch(cursor.epoch)
            }
            let now = environment.clock.now()
            let lease = HeldLease(user, term, userName: userName, keys, storageKey, now: now)
            storageKey.wipe()
            let begun = await leftSessions.note(reply, authorisationKey, stores.sessions)
            let seenEpoch = await outbox.seenEpoch
            // A copy that was opened meanwhile is closed, so that no session is replaced unended.
            while session != nil { await endSession() }
            // From here to the start of the session nothing waits: nobody sees it half open.
            bankLook = BankLook()
            let start = SessionStart(
                user: user,
                records: stores.records,
                outbox: outbox,
                reckoning: BankReckoning(from: reply.serverTime, atBoottime: boottime),
                unlock: keys.unlock,
                lease: lease,
                leaseEndsAt: term.endsAt,
                leaseOverAt: term.overAt(askedAt: askedAt),
                begun: begun,
                tokens: HeldTokens(reply.tokens, askedAt: askedAt, serverTime: reply.serverTime)
            )
            let opened = openSession(start)
            endNotice = nil
            untoldEnd = nil
            opened.start(from: state, seenEpoch: seenEpoch, serverTime: reply.serverTime)
            await opened.lease.note(term, askedAt: askedAt)
            return .signedIn(user)
        } catch {
            // The error is the adapter's, which alone knows what it means for the person.
            let trouble = environment.storage.trouble(after: error)
            await abandon(reply, askedAt, notes)
            return .storageFailed(trouble)
        }
    }

    private func abandon(
        _ reply: SignInReply,
        _ askedAt: Instant,
        _ notes: (any SessionNotes)?
    ) async {
        let number = sessionCount
        await tellEnd(
            of: await leftSessions.abandon(reply, askedAt: askedAt, notes: notes, number: number)
        )
    }
}
