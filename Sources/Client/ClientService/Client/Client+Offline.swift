import CoreVocabulary
package import Cryptography
import IdentityCore
import SyncCore

extension Client {
    /// Opens this console's record of a user without the bank.
    ///
    /// The whole record can be read. A transfer cannot be authorised: its code is bound to a key that
    /// the bank gives for one session and that is never stored (docs/decisions/0005).
    package func openOffline(user: String, password: SharedSecret) async -> OfflineOutcome {
        defer { password.wipe() }
        guard session == nil, !isOpeningLease else { return .failed }
        isOpeningLease = true
        defer { isOpeningLease = false }
        do {
            switch try await copies.unlock(user: user, password) {
            case .ended(let outcome): return outcome
            case .unlocked(let copy):
                defer { copy.storageKey.wipe() }
                return try await open(copy)
            }
        } catch {
            return .failed
        }
    }

    private func open(_ copy: OfflineCopies.Unlocked) async throws -> OfflineOutcome {
        let (lease, facts) = (copy.lease, copy.facts)
        guard session == nil, let role = Role(rawValue: facts.role) else { return .failed }
        let userID = lease.file.userID
        // Asked before it is opened here; where that cannot be told, the record says what is there.
        let isOpenElsewhere =
            (try? await environment.storage.isOpenElsewhere(userID: userID)) ?? false
        let stores = try await environment.storage.open(userID: userID, storageKey: copy.storageKey)
        let state = try await stores.records.openedState()
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
        let offset = BankClockOffset(askedAt: boottime, serverTime: lease.file.seenAt)
        let opened = openSession(
            SessionStart(
                user: user,
                records: stores.records,
                outbox: outbox,
                reckoning: BankReckoning(from: lease.file.seenAt, atBoottime: boottime),
                unlock: copy.unlock,
                lease: lease,
                leaseEndsAt: facts.leaseEndsAt,
                leaseOverAt: offset.earliest(of: facts.leaseEndsAt),
                begun: nil,
                tokens: nil
            )
        )
        bankLook = BankLook(isWanted: true)
        endNotice = nil
        opened.startOffline(from: state)
        emit(.recordsChanged)
        await emitStatus()
        return .opened(user, leaseEndsAt: facts.leaseEndsAt)
    }
}
