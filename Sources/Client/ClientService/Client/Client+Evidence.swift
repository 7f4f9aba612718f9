import CoreVocabulary
import SyncCore
import WireProtocol

// Entries that the bank once sent, and that its books lack or tell otherwise: after a restore they
// may be all that is left of a transfer. The bank is told of them beside all other work, so that
// people there learn of it; what follows, people decide.
extension Client {
    /// Sends evidence to the bank until the task is cancelled.
    func runEvidence() async {
        while !Task.isCancelled {
            evidenceSignal.lower()
            guard let session, session.online != nil, evidence.isReady else {
                await evidenceSignal.wait()
                continue
            }
            if let pause = evidence.pauseMilliseconds(at: clock.boottime()) {
                _ = await evidenceSignal.isQuiet(forMilliseconds: pause, by: clock)
                continue
            }
            await submitEvidence(session)
        }
    }

    /// Sends all evidence once that the bank has not received.
    func submitEvidence(_ session: Session) async {
        evidence.begin()
        do {
            let (state, found) = (
                try await session.records.state(), try await session.records.evidence()
            )
            // A record that was set back in between is looked at again when it has caught up.
            guard let epoch = state.cursor?.epoch else { return postponeEvidence(session) }
            guard isCurrent(session.number) else { return }
            // Before it is marked as told: what is cut short here is asked about again.
            guard let unanswered = await checkPosted(among: found, in: epoch, session) else {
                return postponeEvidence(session)
            }
            // Found by an earlier session, perhaps, which could not tell the bank.
            let isUntold = found.contains { $0.fault.reason == .divergence && $0.mark == nil }
            if isUntold, await !session.outbox.hasUnreadEpoch {
                await session.outbox.noteUntoldLoss()
            }
            let told = found.filter { row in
                row.entry.map { !unanswered.contains($0.journalID) } ?? true
            }
            let batches = EvidenceBatch.batches(of: told, in: epoch, except: evidence.refused)
            for batch in batches {
                guard try await submit(batch, in: epoch, session) else { return }
            }
            guard unanswered.isEmpty else { return postponeEvidence(session) }
            evidence.succeed()
        } catch {
            // A record that cannot be read or marked now is tried again later.
            postponeEvidence(session)
        }
    }

    /// Sends one batch and marks it; returns true if the next one can follow.
    private func submit(
        _ batch: EvidenceBatch,
        in epoch: UInt64,
        _ session: Session
    ) async throws -> Bool {
        let exchange = await ask(
            batch.request,
            session,
            limitMilliseconds: settings.replyLimitMilliseconds
        )
        guard isCurrent(session.number) else { return false }
        switch exchange {
        case .reply(.evidence(let verdicts)):
            let toldAt = session.bankTime(atBoottime: clock.boottime())
            guard let marks = batch.marks(of: verdicts, toldAt: toldAt, in: epoch) else {
                postponeEvidence(session)
                return false
            }
            try await session.records.noteTold(marks, of: batch.accountID)
            emit(.recordsChanged)
            let lacksSome = verdicts.contains { $0 != .held }
            if lacksSome, await session.outbox.confirmLoss(), isCurrent(session.number) {
                await emitStatus()
            }
            return isCurrent(session.number)
        case .reply(.problem(let problem)):
            return await note(problem, about: batch, session)
        case .reply, .notSent, .noReply, .interrupted:
            postponeEvidence(session)
            return false
        }
    }

    /// Records a problem; returns true if the next batch can follow.
    private func note(
        _ problem: Problem,
        about batch: EvidenceBatch,
        _ session: Session
    ) async -> Bool {
        switch problem.code {
        case .sessionEnded:
            await endSessionByBank(session.number)
            return false
        case .wipe:
            await wipe(nonce: problem.wipeNonce ?? [], session.number)
            return false
        // A bank of an earlier release knows no such request, and that is no fault.
        case .notFound, .notAllowed, .malformed:
            evidence.refuse(batch.accountID)
            return true
        case .tokenExpired, .signInRefused, .tooManyTries, .slowDown, .busy, .internalFailure,
            .terminalUnknown, .upgradeNeeded, .cursorInvalid:
            postponeEvidence(session, bySeconds: problem.pauseSeconds)
            return false
        }
    }

    private func postponeEvidence(_ session: Session, bySeconds seconds: Int64 = 0) {
        guard isCurrent(session.number) else { return }
        evidence.postpone(at: clock.boottime(), bySeconds: seconds, random: randomBits())
    }
}
