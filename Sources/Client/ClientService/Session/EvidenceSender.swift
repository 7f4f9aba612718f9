import SyncCore
import WireProtocol

/// Sender of the entries that the bank once sent, and that its books lack or tell otherwise.
///
/// After a restore they may be all that is left of a transfer. The bank is told of them beside all
/// other work, so that people there learn of it; what follows, people decide.
final class EvidenceSender: SessionPart {
    let context: SessionContext
    private let line: SessionLine
    private let inbox: InboxCheck

    init(_ context: SessionContext, _ line: SessionLine, _ inbox: InboxCheck) {
        self.context = context
        self.line = line
        self.inbox = inbox
    }

    /// True if evidence can be sent now, as far as the record is concerned.
    var isReady: Bool { sync.evidence.isReady }

    /// Tells the bank once, or waits while it must be left alone.
    func step() async {
        if let pause = sync.evidence.pauseMilliseconds(at: clock.boottime()) {
            _ = await signals.evidence.isQuiet(forMilliseconds: pause, by: clock)
            return
        }
        await submit()
    }

    /// Sends all evidence once that the bank has not received.
    func submit() async {
        sync.evidence.begin()
        do {
            let (state, found) = (try await records.state(), try await records.evidence())
            // A record that was set back in between is looked at again when it has caught up.
            guard let epoch = state.cursor?.epoch else { return postponeEvidence() }
            // Before it is marked as told: what is cut short here is asked about again.
            guard let unanswered = await inbox.checkPosted(among: found, in: epoch) else {
                return postponeEvidence()
            }
            // Found by an earlier session, perhaps, which could not tell the bank.
            let isUntold = found.contains { $0.fault.reason == .divergence && $0.mark == nil }
            if isUntold, await !outbox.hasUnreadEpoch {
                await outbox.noteUntoldLoss()
            }
            let told = found.filter { row in
                row.entry.map { !unanswered.contains($0.journalID) } ?? true
            }
            let batches = EvidenceBatch.batches(of: told, in: epoch, except: sync.evidence.refused)
            for batch in batches {
                guard try await submit(batch, in: epoch) else { return }
            }
            guard unanswered.isEmpty else { return postponeEvidence() }
            sync.evidence.succeed()
        } catch {
            // A record that cannot be read or marked now is tried again later.
            postponeEvidence()
        }
    }

    /// Sends one batch and marks it; returns true if the next one can follow.
    private func submit(_ batch: EvidenceBatch, in epoch: UInt64) async throws -> Bool {
        let exchange = await line.ask(batch.request)
        switch exchange {
        case .reply(.evidence(let verdicts)):
            let toldAt = bankTime
            guard let marks = batch.marks(of: verdicts, toldAt: toldAt, in: epoch) else {
                postponeEvidence()
                return false
            }
            try await records.noteTold(marks, of: batch.accountID)
            emit(.recordsChanged)
            let lacksSome = verdicts.contains { $0 != .held }
            if lacksSome, await outbox.confirmLoss() {
                await emitStatus()
            }
            return !context.gate.isClosed
        case .reply(.problem(let problem)):
            return await note(batch, problem)
        case .reply, .notSent, .noReply, .interrupted:
            postponeEvidence()
            return false
        }
    }

    /// Records a problem; returns true if the next batch can follow.
    private func note(_ batch: EvidenceBatch, _ problem: Problem) async -> Bool {
        if let end = SessionEnd(problem) {
            await context.gate.end(end)
            return false
        }
        switch problem.code {
        // A bank of an earlier release knows no such request, and that is no fault.
        case .notFound, .notAllowed, .malformed:
            sync.evidence.refused.insert(batch.accountID)
            return true
        case .sessionEnded, .wipe, .tokenExpired, .signInRefused, .tooManyTries, .slowDown, .busy,
            .internalFailure, .terminalUnknown, .upgradeNeeded, .cursorInvalid:
            postponeEvidence(bySeconds: problem.pauseSeconds)
            return false
        }
    }

    private func postponeEvidence(bySeconds seconds: Int64 = 0) {
        guard !context.gate.isClosed else { return }
        sync.evidence.postpone(at: clock.boottime(), bySeconds: seconds, random: randomBits())
    }
}
