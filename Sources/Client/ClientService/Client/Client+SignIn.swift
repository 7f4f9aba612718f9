public import Cryptography
import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

extension Client {
    /// Signs in with password and code together; both secrets are cleared afterwards.
    public func signIn(
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
            password: Self.copy(password),
            code: Self.copy(code)
        )
        code.wipe()
        // Both sides hash the password, and each takes a tenth of a second or two on purpose: the
        // person waits for one of them and not for both.
        let cost = environment.settings.unlockCost
        async let keys = PasswordKeys.make(of: password, salt: makeSalt(), cost: cost)
        let askedAt = environment.clock.boottime()
        let exchange = await Exchange.run(
            RequestEnvelope(token: nil, request: .signIn(request)),
            over: environment.link,
            clock: environment.clock,
            limitMilliseconds: environment.settings.replyLimitMilliseconds
        )
        switch exchange {
        case .reply(.signedIn(let reply)):
            return await begin(reply, user, await keys, askedAt: askedAt)
        case .reply(.problem(let problem)):
            if problem.code == .wipe { await wipeAtSignIn(user, nonce: problem.wipeNonce ?? []) }
            if problem.code == .upgradeNeeded, session == nil {
                endNotice = .upgradeNeeded
                await emitStatus()
            }
            let outcome = Self.outcome(of: problem)
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
        return .unreachable(cause, copy: await heldCopy())
    }

    /// Returns where a record can be read without the bank; it does not reveal whose it is.
    private func heldCopy() async -> HeldCopy {
        // Where their folder cannot be read, nothing can be opened either.
        guard let leases = try? await environment.storage.leases(), !leases.isEmpty else {
            return .none
        }
        for lease in leases {
            // Where it cannot be told, the attempt to open it finds out.
            guard let userID = LeaseFile(lease)?.userID,
                // What this console has open itself is no other console's.
                session?.context.user.userID != userID,
                let isOpen = try? await environment.storage.isOpenElsewhere(userID: userID), isOpen,
                let isHeld = try? await environment.storage.holdsOwnCopy(of: userID), !isHeld
            else { return .here }
        }
        return .openElsewhere
    }

    /// Compares a password with the one typed at sign-in, without the network.
    public func unlock(password: SharedSecret) async -> UnlockOutcome {
        defer { password.wipe() }
        guard let current = session else { return .signedOut }
        let outcome = await current.checkPassword(password)
        if outcome == .signedOut, session === current { await signOut() }
        return outcome
    }

    /// Draws 16 random bytes.
    func makeSalt() -> [UInt8] {
        environment.makeSalt()
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
            let storageKey = Self.secret(reply.storageKey),
            let authorisationKey = Self.secret(reply.authorisationKey)
        else {
            await abandon(reply, askedAt: askedAt, notes: await openNotes(for: reply))
            return .failed
        }
        let user = SignedInUser(
            userID: reply.userID,
            displayName: reply.displayName,
            role: role,
            endsAt: reply.endsAt,
            zone: reply.zone
        )
        var notes: (any SessionNotes)?
        do {
            let stores = try await environment.storage.open(
                userID: reply.userID,
                storageKey: storageKey
            )
            notes = stores.sessions
            let outbox = try Outbox(store: stores.outbox)
            let state = try await Self.state(of: stores.records)
            // A record of a release that noted no epochs has one all the same.
            if let cursor = state.cursor, cursor.epoch > (await outbox.seenEpoch),
                await Self.holdsEntries(stores.records)
            {
                try await outbox.noteEpoch(cursor.epoch)
            }
            let lease = makeLease(reply, term, userName, keys, storageKey)
            storageKey.wipe()
            let begun = await note(reply, authorisationKey, stores.sessions, askedAt)
            bankLook = BankLook()
            let context = makeContext(
                user,
                stores.records,
                outbox,
                isOnline: true,
                BankReckoning(from: reply.serverTime, atBoottime: boottime),
                zone: reply.zone
            )
            let overAt = term.overAt(askedAt: askedAt)
            let sessionLease = SessionLease(context, lease, endsAt: term.endsAt, overAt: overAt)
            let opened = OpenSession(context, keys.unlock, sessionLease, begun)
            session = opened
            let seenEpoch = await outbox.seenEpoch
            start(opened, from: state, seenEpoch: seenEpoch, serverTime: reply.serverTime)
            await sessionLease.note(term, askedAt: askedAt)
            return .signedIn(user)
        } catch {
            // The error is the adapter's, which alone knows what it means for the person.
            let trouble = environment.storage.trouble(after: error)
            await abandon(reply, askedAt: askedAt, notes: notes)
            return .storageFailed(trouble)
        }
    }

    private func start(
        _ opened: OpenSession,
        from state: RecordState,
        seenEpoch: UInt64,
        serverTime: Instant
    ) {
        endNotice = nil
        untoldEnd = nil
        let sync = opened.context.sync
        sync.advance(
            .sessionStarted(
                cursor: state.cursor,
                confirmedAt: state.wholeAt,
                serverTime: serverTime,
                snapshot: state.snapshot,
                isRepairing: state.isRepairing,
                seenEpoch: seenEpoch
            )
        )
        sync.advance(.doubtChanged(hasUnverifiedAccount: !state.doubts.isEmpty))
        environment.signals.raiseAll()
    }

    /// Returns true if a record holds entries, without which its cursor proves nothing.
    private static func holdsEntries(_ records: any RecordStore) async -> Bool {
        // One that cannot be read proves nothing; it is mended, and the comparison proves it.
        let heads = (try? await records.heads()) ?? []
        return heads.contains { $0.accountSequence > 0 }
    }

    /// Returns the state of a record; throws away one that cannot be read, to fetch it again.
    static func state(of records: any RecordStore) async throws -> RecordState {
        do {
            return try await records.state()
        } catch RecordStoreError.damaged {
            try await records.discard()
            return try await records.state()
        }
    }

    private static func outcome(of problem: Problem) -> SignInOutcome {
        switch problem.code {
        case .signInRefused: .refused
        case .tooManyTries, .slowDown: .mustWait(seconds: max(1, problem.pauseSeconds))
        case .busy, .internalFailure, .terminalUnknown, .malformed:
            .unreachable(LinkCause(problem.code))
        case .wipe: .shutOut
        case .upgradeNeeded, .sessionEnded, .tokenExpired, .notAllowed, .notFound, .cursorInvalid:
            .failed
        }
    }

    // The one place where a secret becomes an array: a request is made of arrays.
    private static func copy(_ secret: SharedSecret) -> [UInt8] {
        secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    static func secret(_ bytes: [UInt8]) -> SharedSecret? {
        guard bytes.count == AuthorisationProof.keyByteCount else { return nil }
        return SharedSecret(copying: bytes.span)
    }
}
