import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import WireProtocol

/// Commits, from their writes to their durability or loss.
extension Judge {
    /// Explains the jobs of a commit that has run and is not durable yet.
    func sawCommit(_ jobs: [JobFacts]) {
        var current = now
        var pending: [(job: JobFacts, after: ModelState)] = []
        for job in jobs where !job.facts.isEmpty {
            guard let explained = explain(job, from: current) else { return }
            var after = explained.after
            after.toldTimes.note(explained.job.facts)
            pending.append((explained.job, after))
            current = after
        }
        state.value.pending = pending
    }

    /// Finds the act that explains a job of a commit.
    ///
    /// - Returns: The job with names in place of the bank's bits, and the state afterwards.
    private func explain(
        _ written: JobFacts,
        from current: ModelState
    ) -> (job: JobFacts, after: ModelState)? {
        let acts = state.value.acts.values.sorted { $0.number < $1.number }
        let job = written.named(SignInMarks.all)
        for act in acts {
            for (now, move) in moves(of: act, current, job.names, before: lastVersion)
            where !move.facts.isEmpty {
                guard job == move.facts, let after = move.after else { continue }
                note(move.leads, of: act, at: now)
                if job.facts.contains(where: \.isForGood) { checkClock(of: act, at: now) }
                return (job, after)
            }
        }
        if oracle.world.trace.isKept {
            for fact in job.facts { oracle.world.trace.note("  written: \(fact)") }
            for act in acts {
                for (now, move) in moves(of: act, current, job.names, before: lastVersion) {
                    oracle.world.trace.note("  foreseen of \(act.words) at \(now): \(move.facts)")
                }
            }
        }
        oracle.fail(
            .effect,
            "the bank writes \(Self.words(for: job)), which follows from nothing that was asked"
        )
        return nil
    }

    private func note(_ stage: Act.Stage?, of act: Act, at now: Instant) {
        switch stage {
        case .began(let signIn):
            act.hasBegun.value = true
            state.value.begun.insert(SignInTry(signIn: signIn, at: now))
        case .spent(let signIn): state.value.spent.insert(SignInTry(signIn: signIn, at: now))
        case .expired(let count): act.expiredCount.value += count
        case nil: break
        }
    }

    private static func words(for job: JobFacts) -> String {
        job.facts.map { String("\($0)".prefix { $0 != "(" }) }.joined(separator: ", ")
    }

    /// Applies the pending commit, which is durable now.
    func settled() {
        for (job, after) in state.value.pending {
            let last = state.value.versions.count - 1
            state.value.versions[last].job = job
            state.value.versions.append(Version(state: after))
            countMoves(of: job, after)
        }
        state.value.pending = []
        prune()
    }

    /// Counts rare events in transfers that have become durable.
    private func countMoves(of job: JobFacts, _ after: ModelState) {
        for case .transfer(let transfer, _, _, _, _) in job.facts {
            if transfer.kind.isBooked, transfer.amount.currency == .usDollar {
                oracle.world.note(.otherCurrencyMoved)
            }
            guard case .post(let id) = transfer.kind,
                let held = after.ledger.transfers[id]?.transfer.amount
            else { continue }
            if transfer.amount.minorUnits < held.minorUnits {
                oracle.world.note(.holdPostedInPart)
            }
        }
    }

    /// Counts a failed write or commit of the bank's disk.
    func sawFault() { state.value.faultCount += 1 }

    /// Drops the pending commit, which is lost.
    func lost() { state.value.pending = [] }
}
