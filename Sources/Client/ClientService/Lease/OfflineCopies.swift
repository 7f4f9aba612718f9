import CoreVocabulary
import Cryptography

/// Copies of records on this machine, each of which a password opens without the bank.
final class OfflineCopies {
    /// Contents of a lease that a password has opened.
    struct Unlocked {
        let lease: HeldLease
        let facts: LeaseFacts
        /// Key of the stores; whoever receives it wipes it.
        let storageKey: SharedSecret
        let unlock: UnlockVerifier
    }

    /// Outcome of a try to open a lease.
    enum Try {
        case unlocked(Unlocked)
        case ended(OfflineOutcome)
    }

    private let environment: ClientEnvironment

    init(_ environment: ClientEnvironment) {
        self.environment = environment
    }

    private var storage: any ClientStorage { environment.storage }

    /// Opens the lease of a user with a password.
    ///
    /// The lease holds the storage key, sealed at sign-in under a hash of the password.
    func unlock(user: String, _ password: SharedSecret) async throws -> Try {
        guard let bytes = try await storage.readLease(ofUser: user), let file = LeaseFile(bytes)
        else {
            // As long as for a user whom this console knows.
            let cost = environment.settings.unlockCost
            _ = await PasswordKeys.make(of: password, salt: environment.makeSalt(), cost: cost)
            return .ended(.refused)
        }
        return try await unlock(file, user, password)
    }

    private func unlock(
        _ stored: LeaseFile,
        _ user: String,
        _ password: SharedSecret
    ) async throws -> Try {
        var file = stored
        let now = file.now(byWall: environment.clock.now())
        guard now < file.endsAt else {
            try await storage.destroyLease(ofUser: user)
            return .ended(.leaseEnded)
        }
        guard now >= file.retryAt else {
            return .ended(.mustWait(seconds: max(1, file.retryAt.seconds(since: now) + 1)))
        }
        // Counted on the disk before it is looked at: pulling the plug gains no try.
        file.seenAt = now
        file.tryCount += 1
        file.retryAt = now.adding(seconds: OfflineTries.pauseSeconds(after: file.tryCount))
        try await storage.writeLease(file.bytes, ofUser: user)
        let keys = await PasswordKeys.make(of: password, salt: file.salt, cost: file.cost)
        defer { keys.wrapKey.wipe() }
        let seal = LeaseSeal(wrapKey: keys.wrapKey, userID: file.userID, salt: file.salt)
        guard let (storageKey, facts) = seal?.open(file) else {
            if file.tryCount >= OfflineTries.limit { try await storage.destroyLease(ofUser: user) }
            return .ended(.refused)
        }
        let sealedNow = max(now, facts.serverTime)
        guard sealedNow < facts.leaseEndsAt else {
            storageKey.wipe()
            try await storage.destroyLease(ofUser: user)
            return .ended(.leaseEnded)
        }
        file.tryCount = 0
        file.retryAt = .epoch
        file.seenAt = sealedNow
        do {
            try await storage.writeLease(file.bytes, ofUser: user)
        } catch {
            storageKey.wipe()
            throw error
        }
        return .unlocked(
            Unlocked(
                lease: HeldLease(userName: user, file: file, seal: nil),
                facts: facts,
                storageKey: storageKey,
                unlock: keys.unlock
            )
        )
    }

    /// Finds where a record is that could be read without the bank, besides the one of the user whose
    /// record this client has open itself; whose it is, is not told.
    func heldCopy(besides openUser: UserID?) async -> HeldCopy {
        // Where their folder cannot be read, nothing can be opened either.
        guard let leases = try? await storage.leases(), !leases.isEmpty else { return .none }
        for lease in leases {
            // Where it cannot be told, the attempt to open it finds out.
            guard let userID = LeaseFile(lease)?.userID,
                // What this console has open itself is no other console's.
                openUser != userID,
                let isOpen = try? await storage.isOpenElsewhere(userID: userID), isOpen,
                let isHeld = try? await storage.holdsOwnCopy(of: userID), !isHeld
            else { return .here }
        }
        return .openElsewhere
    }

    /// Destroys every lease on this machine that has ended, of any user.
    func destroyEnded() async {
        let now = environment.clock.now()
        // What does not go is tried again at the next start, and cannot be opened meanwhile.
        try? await storage.destroyLeases { bytes in LeaseFile(bytes)?.isOver(byWall: now) ?? true }
    }
}
