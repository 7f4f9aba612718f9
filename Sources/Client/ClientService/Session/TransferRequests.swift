import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import WireProtocol

/// Requests of the user about transfers in one session's outbox.
final class TransferRequests: SessionPart {
    let context: SessionContext
    private let online: OnlineSession?

    init(_ context: SessionContext, _ online: OnlineSession?) {
        self.context = context
        self.online = online
    }

    /// Authorises a reviewed transfer with a code, stores it in the outbox, and sends it.
    func authorise(_ review: TransferReview, code: SharedSecret) async -> TransferOutcome {
        defer { code.wipe() }
        guard let online else { return .failed }
        let key = review.reviewed.intentKey
        if await outbox.record(key) != nil {
            return await reauthorise(key, code: code)
        }
        // While the outbox was asked the session may have ended, and its key with it.
        guard !context.gate.isClosed else { return .failed }
        guard let proof = online.begun.proof(for: review.reviewed, code, at: bankTime) else {
            return .codeRefused(.wrong)
        }
        let record = OutboxRecord(reviewed: review.reviewed, proof: proof, queuedAt: clock.now())
        // What cannot be stored is not sent.
        let isStored = (try? await outbox.insert(record)) != nil
        emit(.outboxChanged)
        return isStored ? await outcome(of: key, online.sender) : .failed
    }

    /// Gives a waiting transfer a new code, after the first was refused.
    func reauthorise(_ key: IntentKey, code: SharedSecret) async -> TransferOutcome {
        defer { code.wipe() }
        guard let online, let record = await outbox.record(key) else { return .failed }
        guard case .needsCode = record.state else { return Self.outcome(of: record) }
        guard !context.gate.isClosed else { return .failed }
        guard let proof = online.begun.proof(for: record.reviewed, code, at: bankTime) else {
            return .codeRefused(.wrong)
        }
        // What cannot be stored is not sent.
        let isChanged = (try? await change(key, .wasAuthorisedAgain(proof))) ?? false
        return isChanged ? await outcome(of: key, online.sender) : .failed
    }

    /// Takes a transfer back: from the outbox if it was never sent, and otherwise by asking the
    /// bank.
    func cancel(_ key: IntentKey) async throws -> CancelOutcome {
        let isChanged = try await change(key, .wasTakenBack)
        guard let record = await outbox.record(key) else { return .nothing }
        if isChanged, record.state == .cancelAsked, let sender = online?.sender {
            await sender.submit(key, limitMilliseconds: settings.authoriseWaitMilliseconds)
            if await outbox.record(key)?.isSendable == true { signals.outbox.raise() }
        }
        switch await outbox.record(key)?.state {
        case .cancelled: return .cancelled
        case .decided(let decision):
            return decision.isCancellation ? .cancelled : .decided(decision)
        case .queued, .sending, .unknown, .needsCode, .cancelAsked: return .waiting
        case nil: return .nothing
        }
    }

    /// Marks a decision as seen by the user.
    func acknowledge(_ key: IntentKey) async throws {
        _ = try await change(key, .wasSeen)
    }

    private func change(_ key: IntentKey, _ event: OutboxRecord.Event) async throws -> Bool {
        do {
            guard try await outbox.apply(event, to: key) != nil else { return false }
        } catch {
            emit(.outboxChanged)
            throw ClientError(.outboxUnavailable)
        }
        emit(.outboxChanged)
        return true
    }

    /// Sends the transfer that was just stored, and waits a little for the decision.
    private func outcome(of key: IntentKey, _ sender: OutboxSender) async -> TransferOutcome {
        await sender.submit(key, limitMilliseconds: settings.authoriseWaitMilliseconds)
        guard let record = await outbox.record(key) else { return .queued(key) }
        if record.isSendable { signals.outbox.raise() }
        return Self.outcome(of: record)
    }

    private static func outcome(of record: OutboxRecord) -> TransferOutcome {
        switch record.state {
        // What the bank turned away was stored and sent; the outbox says that it will not be made.
        case .queued, .sending, .unknown, .cancelAsked, .cancelled: .queued(record.key)
        case .needsCode(let refusal): .codeRefused(refusal)
        case .decided(let decision):
            switch decision.outcome {
            case .posted: .posted(decision)
            case .refused: .refused(decision)
            }
        }
    }
}

extension BegunSession {
    /// Binds a code to a reviewed transfer; returns nil if it is no code.
    fileprivate func proof(
        for reviewed: ReviewedTransfer,
        _ code: SharedSecret,
        at claimedAt: Instant
    ) -> AuthorisationProof? {
        guard let typed = code.withBytes({ OneTimeCode(digits: $0) }) else { return nil }
        code.wipe()
        return authorisationKey.withBytes { key in
            AuthorisationProof(
                authorising: reviewed,
                with: typed,
                sessionID: sessionID,
                claimedAt: claimedAt,
                sessionKey: key
            )
        }
    }
}

extension IntentDecision {
    /// True if the bank decided that it was cancelled.
    fileprivate var isCancellation: Bool {
        outcome == .refused(code: RefusalCode.cancelled.rawValue)
    }
}
