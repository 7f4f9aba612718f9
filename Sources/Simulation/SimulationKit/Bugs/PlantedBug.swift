import ClientService
import CoreVocabulary
import LedgerService
import SyncCore
import WireProtocol

/// A bug planted on purpose, to prove that the simulator finds it.
///
/// Each is planted from outside, in a port of the program. The program itself has no switch for it.
package enum PlantedBug: String, Hashable, Sendable, CaseIterable {
    /// The bank does not remember which keys it has decided.
    case noDedup = "no-dedup"
    /// The bank forgets a key after five seconds.
    case shortIdempotencyMemory = "short-idempotency-memory"
    /// The bank acknowledges before its commit is durable.
    case acknowledgeBeforeSync = "acknowledge-before-sync"
    /// After a crash the bank recovers a part of a commit.
    case tornTailAccepted = "torn-tail-accepted"
    /// The bank goes on from an older copy of the books without noticing it.
    case revertedStoreNotNoticed = "reverted-store-not-noticed"
    /// The bank reports a feed head before all rows up to it can be read.
    case sequenceGap = "sequence-gap"
    /// The bank's feed can end within a journal.
    case halfJournalVisible = "half-journal-visible"
    /// A restarted console gives the records in its outbox new keys.
    case newKeyAfterCrash = "new-key-after-crash"
    /// A console treats a transfer with an unknown outcome as unsent, and sends it under a new key.
    case unknownTreatedAsUnsent = "unknown-treated-as-unsent-with-new-key"
    /// A console's outbox does not sync an insertion to the disk.
    case outboxNotSynced = "outbox-not-synced"
    /// A console adjusts balances and adopts the bank's hashes instead of computing them.
    case adoptedHash = "adopted-hash"
    /// A console stores the cursor before it stores the rows.
    case cursorSavedBeforeRows = "cursor-saved-before-rows"
    /// A console's monotonic clock halts while its machine is suspended.
    case staleCalledLive = "stale-called-live"

    /// An account can pass its lowest and its highest balance.
    case overdraftAllowed = "overdraft-allowed"
    /// A transfer whose payee was altered under the same key is answered with the first decision.
    case alteredPayeeExists = "altered-payee-answered-exists"
    /// A failed job's writes are committed with the other jobs of its commit.
    case failedJobKept = "group-commit-without-savepoints"
    /// A hold can be posted after its expiry.
    case expiredHoldPosted = "expired-hold-posted"
    /// A code authorises several transfers.
    case codeTwice = "code-authorises-twice"
    /// A user with view access can pay from the account.
    case viewerPays = "view-only-grant-pays"
    /// An ended session is still served.
    case sessionsNeverEnd = "sessions-never-end"
    /// A decision is missing from the audit log.
    case decisionNotAudited = "decision-not-audited"
    /// Nobody may pay from any account.
    case customersRefused = "customer-account-refused"

    /// A transfer can be reversed several times.
    case reversedTwice = "reversed-twice"
    /// A removed payee can still be paid.
    case removedPayeePaid = "removed-payee-paid"
    /// Everybody may see every account.
    case everythingGranted = "everything-granted"
    /// Wrong codes and passwords are not counted.
    case triesNotCounted = "tries-not-counted"
    /// Failed attempts never lead to a delay.
    case nobodyWaits = "nobody-waits"
    /// The limit on the number of transfers is not counted.
    case limitsForgotten = "limits-forgotten"
    /// The list of open sessions is cut short.
    case sessionsNotListed = "sessions-not-listed"
    /// Reuse of a refresh token is refused, but the session is not ended.
    case reuseIgnored = "token-reuse-ignored"
    /// Signing out does not end the session.
    case signOutForgotten = "sign-out-forgotten"
    /// The audit log does not name the actor.
    case actorHidden = "audit-hides-actor"
    /// The cancellation of a key that the bank has not seen yet is not stored.
    case tombstoneLost = "cancelled-key-forgotten"
    /// A role that only reads may pay.
    case readerPays = "reading-role-pays"
    /// A disabled user is admitted.
    case disabledAdmitted = "disabled-user-admitted"
    /// Holds are never released at their expiry.
    case holdsNeverExpire = "holds-never-expire"
    /// A refused journal is judged anew when it is posted again.
    case refusalForgotten = "refused-journal-forgotten"
    /// A journal that is posted again is not recognised.
    case journalForgotten = "journal-forgotten"
    /// A console is registered anew each time it submits.
    case deviceForgotten = "device-forgotten"
    /// The stamps of submitted transfers are not stored.
    case stampForgotten = "stamp-forgotten"
    /// The last entry is missing where entries are read by account sequence.
    case lastEntryHidden = "last-entry-hidden"
    /// A rejected transfer is answered as posted.
    case refusalTurned = "refusal-answered-posted"

    /// A journal posted again with other texts is answered as if it were the same.
    case textsNotCompared = "altered-texts-answered-exists"
    /// The amount that was moved on a day is not added up.
    case dayLimitForgotten = "day-limit-forgotten"
    /// A transfer does not name the member of staff who made it.
    case makerHidden = "maker-not-recorded"
    /// The places from which a user signed in are not remembered.
    case placesForgotten = "sign-in-places-forgotten"
    /// Failed sign-ins are counted by name alone, so that a stranger can delay everybody.
    case placesJoined = "sign-ins-counted-by-name"
    /// A session whose console was to be wiped is still served.
    case consoleNotRevoked = "revoked-console-goes-on"
    /// Submitted evidence is acknowledged but not stored.
    case evidenceForgotten = "evidence-not-kept"
    /// The bank's clock is not compared with the monotonic clock.
    case clockUnwatched = "clock-not-watched"

    /// The day's limit is one unit too low.
    case dayLimitAtLimit = "day-limit-at-the-limit"
    /// A late proof is accepted however old its code is.
    case lateLimitDropped = "late-limit-dropped"
    /// The day's allowance is looked up under the UTC date.
    case dayByUTC = "day-by-UTC"
    /// The newest session is displaced, and not the one that was idle the longest.
    case newestSessionEnded = "newest-session-ended"
    /// A hold is not due at the instant of its expiry.
    case holdDueTooLate = "hold-due-too-late"

    /// Snapshot pages after the first one leave out the user's payees and decisions.
    case ownRowsDropped = "own-rows-dropped"
    /// An account with pending credits can be closed.
    case announcedClosed = "account-with-announced-money-closed"
    /// The audit row names the last of several journals, and not the first.
    case lastJournalNamed = "audit-names-last-journal"
    /// The answers to the first two transfers of a batch are swapped.
    case answersSwapped = "answers-of-batch-swapped"
    /// A console dates a transfer by its own wall clock.
    case wallClockDated = "transfer-dated-by-wall-clock"
    /// A console dates its record by the bank's time before the feed has reached its head.
    case asOfTooLate = "as-of-too-late"

    /// Number of seeds within which the bug is found; higher if two conditions have to meet.
    package var seedLimit: UInt64 {
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

    /// Searches the seeds within the limit for one that finds the bug.
    ///
    /// - Parameter hint: The seed that found the bug last, which is tried first. A hint past the
    ///   limit is not tried.
    /// - Returns: The seed and its violation, or nil if no seed finds the bug. A seed that also
    ///   fails without the bug does not count.
    package func findCatch(
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

    /// Returns the bank's books with the bug applied.
    func plant(in store: TappedStore, _ world: World) -> any LedgerStore {
        TwistedStore(base: store, bug: self, world: world)
    }

    /// Returns the bank's answer with the bug applied.
    func plant(in reply: [UInt8], to act: Act, _ judge: Judge) -> [UInt8] {
        if self == .ownRowsDropped { return Self.withoutOwnRows(reply, act) }
        guard self == .alteredPayeeExists || self == .refusalTurned || self == .answersSwapped,
            case .request(let envelope?) = act.wish, !envelope.request.submitted.isEmpty
        else { return reply }
        let submitted = envelope.request.submitted
        switch try? Reply(encoded: reply) {
        case .intent(let answer):
            return Reply.intent(plant(in: answer, to: submitted[0], judge)).encoded
        case .intents(var answers):
            if self == .answersSwapped, answers.count > 1 { answers.swapAt(0, 1) }
            return Reply.intents(
                zip(answers, submitted).map { answer, request in
                    guard case .intent(let reply) = answer else { return answer }
                    return .intent(plant(in: reply, to: request, judge))
                }
            )
            .encoded
        default: return reply
        }
    }

    private func plant(
        in answer: IntentReply,
        to request: SubmitIntentRequest,
        _ judge: Judge
    ) -> IntentReply {
        switch answer {
        case .existsWithDifferent("creditor-account") where self == .alteredPayeeExists:
            return judge.now.intents[request.key].map { .exists($0.decision) } ?? answer
        case .created(let decision) where self == .refusalTurned && !decision.isPosted:
            let posted = IntentDecision(
                key: decision.key,
                outcome: .posted(JournalID(rawValue: 1)),
                decidedAt: decision.decidedAt
            )
            return .created(posted)
        default: return answer
        }
    }

    /// Returns the bank's clock with the bug applied.
    func plant(in clock: SimulatedBankClock) -> any BankClock {
        self == .clockUnwatched ? UnwatchedClock(base: clock) : clock
    }

    /// Returns a console's clock with the bug applied.
    func plant(in clock: SimulatedConsoleClock, _ host: Host) -> any ClientClock {
        self == .staleCalledLive ? HaltingClock(base: clock, host: host) : clock
    }
}
