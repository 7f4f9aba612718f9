import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import WireProtocol

/// Requests of the user about transfers in one session's outbox.
final class TransferRequests: SessionPart {
    /// Sender and proof key of a session with the bank.
    struct Online {
        let sender: OutboxSender
        let sessionID: SessionID
        /// Key that binds a code to a transfer; the bank gave it for this session alone.
        let authorisationKey: SharedSecret
    }

    let context: SessionContext
    private let online: Online?

    init(_ context: SessionContext, _ online: Online?) {
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
        guard let proof = online.proof(for: review.reviewed, code, at: bankTime) else {
            return .codeRefused(.wrong)
        }
        let record = OutboxRecord(
            reviewed: review.reviewed,
            proof: proof,
            queuedAt: clock.now()
        )
        do {
            try await outbox.insert(record)
        } catch {
            emit(.outboxChanged)
            return .failed
        }
        emit(.outboxChanged)
        return await outcome(of: key, online.sender)
    }

    /// Gives a waiting transfer a new code, after the first was refused.
    func reauthorise(_ key: IntentKey, code: SharedSecret) async -> TransferOutcome {
        defer { code.wipe() }
        guard let online, let record = await outbox.record(key) else { return .failed }
        guard case .needsCode = record.state else { return Self.outcome(of: record) }
        guard !context.gate.isClosed else { return .failed }
        guard let proof = online.proof(for: record.reviewed, code, at: bankTime) else {
            return .codeRefused(.wrong)
        }
        do {
            guard try await outbox.apply(.wasAuthorisedAgain(proof), to: key) != nil else {
                return .failed
            }
        } catch {
            emit(.outboxChanged)
            return .failed
        }
        emit(.outboxChanged)
        return await outcome(of: key, online.sender)
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

extension TransferRequests.Online {
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
