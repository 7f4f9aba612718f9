import ClientService
import CoreVocabulary
import LedgerService
import SyncCore
import WireProtocol

/// A mistake that is made on purpose, to see that it would be found.
///
/// Each is planted in a port of the program, from outside: the program itself has no switch for it.
public enum PlantedBug: String, Hashable, Sendable, CaseIterable {
    /// The bank does not remember which keys it has decided.
    case noDedup = "no-dedup"
    /// The bank forgets a key after seconds.
    case shortIdempotencyMemory = "short-idempotency-memory"
    /// The bank acknowledges before its commit is durable.
    case acknowledgeBeforeSync = "acknowledge-before-sync"
    /// After a crash the bank takes over half of a commit.
    case tornTailAccepted = "torn-tail-accepted"
    /// The bank goes on from an older copy as if nothing had been.
    case revertedStoreNotNoticed = "reverted-store-not-noticed"
    /// The bank's feed says that it has ended before all of it can be read.
    case sequenceGap = "sequence-gap"
    /// The bank's feed can end within a journal.
    case halfJournalVisible = "half-journal-visible"
    /// A console that begins anew gives what is in its outbox other keys.
    case newKeyAfterCrash = "new-key-after-crash"
    /// A console takes what it does not know the end of for unsent, and begins anew.
    case unknownTreatedAsUnsent = "unknown-treated-as-unsent-with-new-key"
    /// A console's outbox does not bring what is put in to the disk.
    case outboxNotSynced = "outbox-not-synced"
    /// A console makes what arrives fit, and takes the bank's hashes over.
    case adoptedHash = "adopted-hash"
    /// A console writes down how far it is before it writes what it got.
    case cursorSavedBeforeRows = "cursor-saved-before-rows"
    /// A console's steady clock stands still while its machine does.
    case staleCalledLive = "stale-called-live"

    /// An account can be moved below its minimum, and above its maximum.
    case overdraftAllowed = "overdraft-allowed"
    /// A transfer whose payee was altered under its key is answered as if it were the first one.
    case alteredPayeeExists = "altered-payee-answered-exists"
    /// A job that fails leaves behind what it wrote, among others of the same commit.
    case failedJobKept = "group-commit-without-savepoints"
    /// A hold can be posted after its time.
    case expiredHoldPosted = "expired-hold-posted"
    /// A code authorises as often as it is shown.
    case codeTwice = "code-authorises-twice"
    /// Who may only look at an account can pay from it.
    case viewerPays = "view-only-grant-pays"
    /// A session that was ended is served on.
    case sessionsNeverEnd = "sessions-never-end"
    /// A decision is not written into the audit log.
    case decisionNotAudited = "decision-not-audited"
    /// Nobody may pay from any account.
    case customersRefused = "customer-account-refused"

    /// A transfer can be reversed again and again.
    case reversedTwice = "reversed-twice"
    /// A payee that was removed is still paid.
    case removedPayeePaid = "removed-payee-paid"
    /// Everybody may see every account.
    case everythingGranted = "everything-granted"
    /// Wrong codes and passwords are not counted.
    case triesNotCounted = "tries-not-counted"
    /// However often somebody fails, nobody waits.
    case nobodyWaits = "nobody-waits"
    /// How often transfers are made is not counted.
    case limitsForgotten = "limits-forgotten"
    /// The list of sessions is cut short.
    case sessionsNotListed = "sessions-not-listed"
    /// A stolen refresh token is refused, and the session goes on.
    case reuseIgnored = "token-reuse-ignored"
    /// Signing out ends nothing.
    case signOutForgotten = "sign-out-forgotten"
    /// The audit log does not say who it was.
    case actorHidden = "audit-hides-actor"
    /// A key that was taken back before it came is not kept.
    case tombstoneLost = "cancelled-key-forgotten"
    /// A role that only reads may pay.
    case readerPays = "reading-role-pays"
    /// Somebody who was disabled is let in.
    case disabledAdmitted = "disabled-user-admitted"
    /// Holds are never released by their time.
    case holdsNeverExpire = "holds-never-expire"
    /// A journal that was refused is judged anew when it comes again.
    case refusalForgotten = "refused-journal-forgotten"
    /// A journal that comes again is not known.
    case journalForgotten = "journal-forgotten"
    /// A console is registered each time it comes.
    case deviceForgotten = "device-forgotten"
    /// The numbers of what a console sent are not kept.
    case stampForgotten = "stamp-forgotten"
    /// The last entry is left out where entries are asked for by their places.
    case lastEntryHidden = "last-entry-hidden"
    /// A transfer that was refused is answered as posted.
    case refusalTurned = "refusal-answered-posted"

    /// A journal that comes again with other texts is answered as if it were the first one.
    case textsNotCompared = "altered-texts-answered-exists"
    /// What was moved on a day is not added up.
    case dayLimitForgotten = "day-limit-forgotten"
    /// A transfer does not say which member of staff made it.
    case makerHidden = "maker-not-recorded"
    /// Places from which somebody signed in are not remembered.
    case placesForgotten = "sign-in-places-forgotten"
    /// Failed sign-ins are counted by name alone, so that a stranger delays everybody.
    case placesJoined = "sign-ins-counted-by-name"
    /// A session whose console was to be wiped goes on.
    case consoleNotRevoked = "revoked-console-goes-on"
    /// What consoles submit as evidence is answered as kept, and is not.
    case evidenceForgotten = "evidence-not-kept"
    /// Nobody compares the bank's clock with one that nobody sets.
    case clockUnwatched = "clock-not-watched"

    /// The day's limit is one unit too low.
    case dayLimitAtLimit = "day-limit-at-the-limit"
    /// A code may arrive however long after it was typed.
    case lateLimitDropped = "late-limit-dropped"
    /// What was moved on a day is looked up under the day of UTC.
    case dayByUTC = "day-by-UTC"
    /// The newest session makes room for another, and not the one that was idle the longest.
    case newestSessionEnded = "newest-session-ended"
    /// A hold is not due at the instant of its end.
    case holdDueTooLate = "hold-due-too-late"

    /// The pages of a snapshot after the first one leave out what is the user's own.
    case ownRowsDropped = "own-rows-dropped"
    /// An account to which money is announced can be closed.
    case announcedClosed = "account-with-announced-money-closed"
    /// The audit log names the last of several journals, and not the first.
    case lastJournalNamed = "audit-names-last-journal"
    /// A console dates a transfer by the clock of its own machine.
    case wallClockDated = "transfer-dated-by-wall-clock"
    /// A console dates its record by the bank's time, also where there is more to come.
    case asOfTooLate = "as-of-too-late"

    /// In how many seeds it has to be found.
    ///
    /// Some need two things to meet, and take longer.
    public var seedLimit: UInt64 {
        switch self {
        case .staleCalledLive, .failedJobKept, .lateLimitDropped, .dayByUTC, .asOfTooLate:
            1_000
        case .reuseIgnored, .sessionsNotListed, .newestSessionEnded: 600
        case .noDedup, .shortIdempotencyMemory, .tornTailAccepted, .revertedStoreNotNoticed,
            .clockUnwatched, .dayLimitAtLimit, .consoleNotRevoked:
            400
        default: 200
        }
    }

    /// Looks for a seed within the limit that finds it.
    ///
    /// - Parameter hint: The seed that found it last, which is tried before those from 1 on; one
    ///   past the limit is not tried.
    /// - Returns: The seed and what it shows; nil when none does. A seed that fails without the
    ///   mistake as well finds nothing.
    public func findCatch(
        tryingFirst hint: UInt64? = nil
    ) -> (seed: UInt64, violation: Violation)? {
        let hints = [hint].compactMap(\.self).filter((1...seedLimit).contains)
        for seed in hints + Array(1...seedLimit) {
            if let violation = Simulation(seed: seed, bug: self).run().violation,
                Simulation(seed: seed).run().violation == nil
            {
                return (seed, violation)
            }
        }
        return nil
    }

    /// The bank's books with the mistake in them.
    func plant(in store: TappedStore, _ world: World) -> any LedgerStore {
        twist(world).map { TwistedStore(base: store, twist: $0) } ?? store
    }

    private func twist(_ world: World) -> BookTwist? {
        switch self {
        case .noDedup: .forgetsKeys(after: 0, world)
        case .shortIdempotencyMemory: .forgetsKeys(after: 5_000, world)
        case .sequenceGap: .skipsRows(world)
        case .halfJournalVisible: .endsAnywhere(world)
        case .overdraftAllowed: .overdraft
        case .failedJobKept: .keepsFailedJobs
        case .expiredHoldPosted: .lateHolds
        case .codeTwice: .forgets(.spentSteps)
        case .viewerPays: .grants { $0 == nil ? nil : .operate }
        case .sessionsNeverEnd: .endlessSessions
        case .decisionNotAudited: .drops(.audit(.intentDecided))
        case .customersRefused: .grants { $0 == .operate ? .view : $0 }
        case .reversedTwice: .transfers(BookTwist.unreversedTransfer)
        case .removedPayeePaid: .removedPayees
        case .everythingGranted: .grants { $0 ?? .view }
        case .triesNotCounted: .drops(.tries)
        case .nobodyWaits: .forgets(.tries)
        case .limitsForgotten: .forgets(.limits)
        case .sessionsNotListed: .forgets(.openSessions)
        case .reuseIgnored: .drops(.sessionEnd(.tokenReused))
        case .signOutForgotten: .drops(.sessionEnd(.signedOut))
        case .actorHidden: .hidesActors
        case .tombstoneLost: .drops(.tombstone)
        case .readerPays: .everybodyCustomer
        case .disabledAdmitted: .everybodyIn
        case .holdsNeverExpire: .forgets(.dueHolds)
        case .refusalForgotten: .drops(.refusedJournal)
        case .journalForgotten: .forgets(.journals)
        case .deviceForgotten: .forgets(.devices)
        case .stampForgotten: .drops(.stamp)
        case .lastEntryHidden: .forgets(.lastEntry)
        case .textsNotCompared: .forgets(.narratives)
        case .dayLimitForgotten: .forgets(.allowances)
        case .makerHidden: .hidesMakers
        case .placesForgotten: .forgets(.places)
        case .placesJoined: .joinsPlaces
        case .consoleNotRevoked: .drops(.sessionEnd(.consoleRevoked))
        case .evidenceForgotten: .drops(.evidence)
        case .dayByUTC: .daysOfUTC(world)
        case .newestSessionEnded: .newestDisplaced
        case .holdDueTooLate: .holdsDueLate
        case .announcedClosed: .closesAnnounced(world)
        case .lastJournalNamed: .namesLastJournals
        default: nil
        }
    }

    /// The bank's answer with the mistake in it.
    func plant(in reply: [UInt8], to act: Act, _ judge: Judge) -> [UInt8] {
        if self == .ownRowsDropped { return Self.withoutOwnRows(reply, act) }
        guard self == .alteredPayeeExists || self == .refusalTurned,
            case .request(let envelope?) = act.wish,
            case .submitIntent(let request) = envelope.request,
            case .intent(let answer) = try? Reply(encoded: reply)
        else { return reply }
        switch answer {
        case .existsWithDifferent("creditor-account") where self == .alteredPayeeExists:
            guard let known = judge.now.intents[request.key] else { return reply }
            return Reply.intent(.exists(known.decision)).encoded
        case .created(let decision) where self == .refusalTurned && !decision.isPosted:
            let posted = IntentDecision(
                key: decision.key,
                outcome: .posted(JournalID(rawValue: 1)),
                decidedAt: decision.decidedAt
            )
            return Reply.intent(.created(posted)).encoded
        default: return reply
        }
    }

    /// The bank's clock with the mistake in it.
    func plant(in clock: SimulatedBankClock) -> any BankClock {
        self == .clockUnwatched ? UnwatchedClock(base: clock) : clock
    }

    /// A console's clock with the mistake in it.
    func plant(in clock: SimulatedConsoleClock, _ host: Host) -> any ClientClock {
        self == .staleCalledLive ? HaltingClock(base: clock, host: host) : clock
    }
}
