import CoreVocabulary
public import Cryptography
import IdentityCore
import SyncCore

/// The limits and pauses for wrong passwords while no bank counts them.
enum OfflineTries {
    /// The number of wrong passwords in a row without a pause.
    static let freeCount: Int64 = 3
    /// The first pause, in seconds; each further wrong password doubles it.
    static let firstPauseSeconds: Int64 = 2
    /// The number of wrong passwords in a row that destroys the lease.
    static let limit: Int64 = 10

    /// Returns the pause after a number of wrong passwords in a row.
    static func pauseSeconds(after count: Int64) -> Int64 {
        count <= freeCount ? 0 : firstPauseSeconds << min(count - freeCount - 1, limit)
    }
}

extension Client {
    /// Opens this console's record of a user without the bank.
    ///
    /// What was sealed at sign-in under a hash of the password gives the storage key. Everything
    /// can be read; a transfer cannot be authorised, because what a code is bound to is a key that
    /// the bank gives for one session and that is never stored (docs/decisions/0005).
    public func openOffline(user: String, password: SharedSecret) async -> OfflineOutcome {
        defer { password.wipe() }
        guard session == nil, !isOpeningLease else { return .failed }
        isOpeningLease = true
        defer { isOpeningLease = false }
        do {
            let bytes = try await environment.storage.readLease(ofUser: user)
            guard let bytes, let file = LeaseFile(bytes) else {
                // As long as for a user whom this console knows.
                let cost = environment.settings.unlockCost
                _ = await PasswordKeys.make(of: password, salt: environment.makeSalt(), cost: cost)
                return .refused
            }
            return try await open(file, user, password)
        } catch {
            return .failed
        }
    }

    private func open(
        _ stored: LeaseFile,
        _ user: String,
        _ password: SharedSecret
    ) async throws -> OfflineOutcome {
        var file = stored
        let now = file.now(byWall: environment.clock.now())
        guard now < file.endsAt else {
            try await environment.storage.destroyLease(ofUser: user)
            return .leaseEnded
        }
        guard now >= file.retryAt else {
            return .mustWait(seconds: max(1, file.retryAt.seconds(since: now) + 1))
        }
        // Counted on the disk before it is looked at: pulling the plug gains no try.
        file.seenAt = now
        file.tryCount += 1
        file.retryAt = now.adding(seconds: OfflineTries.pauseSeconds(after: file.tryCount))
        try await environment.storage.writeLease(file.bytes, ofUser: user)
        let keys = await PasswordKeys.make(of: password, salt: file.salt, cost: file.cost)
        defer { keys.wrapKey.wipe() }
        let seal = LeaseSeal(wrapKey: keys.wrapKey, userID: file.userID, salt: file.salt)
        guard let (storageKey, facts) = seal?.open(file) else {
            if file.tryCount >= OfflineTries.limit {
                try await environment.storage.destroyLease(ofUser: user)
            }
            return .refused
        }
        defer { storageKey.wipe() }
        let sealedNow = max(now, facts.serverTime)
        guard sealedNow < facts.leaseEndsAt else {
            try await environment.storage.destroyLease(ofUser: user)
            return .leaseEnded
        }
        file.tryCount = 0
        file.retryAt = .epoch
        file.seenAt = sealedNow
        try await environment.storage.writeLease(file.bytes, ofUser: user)
        let lease = HeldLease(userName: user, file: file, seal: nil)
        return try await open(lease, facts, storageKey, keys.unlock)
    }

    private func open(
        _ lease: HeldLease,
        _ facts: LeaseFacts,
        _ storageKey: SharedSecret,
        _ unlock: UnlockVerifier
    ) async throws -> OfflineOutcome {
        guard session == nil, let role = Role(rawValue: facts.role) else { return .failed }
        let userID = lease.file.userID
        // Asked before it is opened here; where that cannot be told, the record says what is there.
        let isOpenElsewhere =
            (try? await environment.storage.isOpenElsewhere(userID: userID)) ?? false
        let stores = try await environment.storage.open(userID: userID, storageKey: storageKey)
        let state = try await Self.state(of: stores.records)
        let outbox = try Outbox(store: stores.outbox)
        // What was never whole would be shown as of never, as if the user had nothing.
        let isEmpty = state.cursor == nil && state.wholeAt == .epoch
        let holdsNothing = if isEmpty { await outbox.items.isEmpty } else { false }
        guard session == nil, !holdsNothing else {
            await stores.records.close()
            await outbox.close()
            return !holdsNothing ? .failed : isOpenElsewhere ? .openElsewhere : .empty
        }
        let user = SignedInUser(
            userID: userID,
            displayName: facts.displayName,
            role: role,
            endsAt: facts.leaseEndsAt,
            zone: facts.zone
        )
        let boottime = environment.clock.boottime()
        let context = makeContext(
            user,
            stores.records,
            outbox,
            isOnline: false,
            BankReckoning(from: lease.file.seenAt, atBoottime: boottime),
            zone: facts.zone
        )
        let sessionLease = SessionLease(
            context,
            lease,
            endsAt: facts.leaseEndsAt,
            overAt: BankClockOffset(askedAt: boottime, serverTime: lease.file.seenAt)
                .earliest(of: facts.leaseEndsAt)
        )
        session = OpenSession(context, unlock, sessionLease, nil)
        bankLook = BankLook(isWanted: true)
        endNotice = nil
        context.sync.advance(
            .openedOffline(
                cursor: state.cursor,
                confirmedAt: state.wholeAt,
                snapshot: state.snapshot,
                isRepairing: state.isRepairing
            )
        )
        context.sync.advance(.doubtChanged(hasUnverifiedAccount: !state.doubts.isEmpty))
        environment.signals.raiseAll()
        emit(.recordsChanged)
        await emitStatus()
        return .opened(user, leaseEndsAt: facts.leaseEndsAt)
    }
}
