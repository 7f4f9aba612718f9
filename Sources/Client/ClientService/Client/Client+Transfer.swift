public import CoreVocabulary
public import Cryptography
import IdentityCore
import SyncCore
import WireProtocol

extension Client {
    /// Authorises a reviewed transfer with a code, stores it in the outbox, and sends it.
    public func authorise(_ review: TransferReview, code: SharedSecret) async -> TransferOutcome {
        defer { code.wipe() }
        guard let session, session.online != nil else { return .failed }
        let key = review.reviewed.intentKey
        if await session.outbox.record(key) != nil {
            return await reauthorise(key, code: code)
        }
        // While the outbox was asked the session may have ended, and its key with it.
        guard isCurrent(session.number) else { return .failed }
        guard let proof = proof(for: review.reviewed, code, session) else {
            return .codeRefused(.wrong)
        }
        let record = OutboxRecord(
            reviewed: review.reviewed,
            proof: proof,
            queuedAt: clock.now()
        )
        do {
            try await session.outbox.insert(record)
        } catch {
            emit(.outboxChanged)
            return .failed
        }
        emit(.outboxChanged)
        return await outcome(of: key, session)
    }

    /// Gives a waiting transfer a new code, after the first was refused.
    public func reauthorise(_ key: IntentKey, code: SharedSecret) async -> TransferOutcome {
        defer { code.wipe() }
        guard let session, session.online != nil,
            let record = await session.outbox.record(key)
        else { return .failed }
        guard case .needsCode = record.state else { return Self.outcome(of: record) }
        guard isCurrent(session.number) else { return .failed }
        guard let proof = proof(for: record.reviewed, code, session) else {
            return .codeRefused(.wrong)
        }
        do {
            guard try await session.outbox.apply(.wasAuthorisedAgain(proof), to: key) != nil else {
                return .failed
            }
        } catch {
            emit(.outboxChanged)
            return .failed
        }
        emit(.outboxChanged)
        return await outcome(of: key, session)
    }

    /// Returns the transfers that wait or were decided and not yet acknowledged, oldest first.
    public func outbox() async throws -> [OutboxItem] {
        try await requireSession().outbox.items
    }

    /// Takes a transfer back: from the outbox if it was never sent, and otherwise by asking the
    /// bank.
    public func cancel(_ key: IntentKey) async throws -> CancelOutcome {
        let session = try requireSession()
        let isChanged = try await change(key, .wasTakenBack)
        guard let record = await session.outbox.record(key) else { return .nothing }
        if isChanged, record.state == .cancelAsked, session.online != nil {
            await submit(key, session, limitMilliseconds: settings.authoriseWaitMilliseconds)
            if await session.outbox.record(key)?.isSendable == true { outboxSignal.raise() }
        }
        switch await session.outbox.record(key)?.state {
        case .cancelled: return .cancelled
        case .decided(let decision):
            return decision.isCancellation ? .cancelled : .decided(decision)
        case .queued, .sending, .unknown, .needsCode, .cancelAsked: return .waiting
        case nil: return .nothing
        }
    }

    /// Marks a decision as seen by the user.
    public func acknowledge(_ key: IntentKey) async throws {
        _ = try await change(key, .wasSeen)
    }

    private func change(_ key: IntentKey, _ event: OutboxRecord.Event) async throws -> Bool {
        let session = try requireSession()
        do {
            guard try await session.outbox.apply(event, to: key) != nil else { return false }
        } catch {
            emit(.outboxChanged)
            throw ClientError(.outboxUnavailable)
        }
        emit(.outboxChanged)
        return true
    }

    private func proof(
        for reviewed: ReviewedTransfer,
        _ code: SharedSecret,
        _ session: Session
    ) -> AuthorisationProof? {
        guard let typed = code.withBytes({ OneTimeCode(digits: $0) }) else { return nil }
        code.wipe()
        guard let online = session.online else { return nil }
        let claimedAt = session.bankTime(atBoottime: clock.boottime())
        return online.authorisationKey.withBytes { key in
            AuthorisationProof(
                authorising: reviewed,
                with: typed,
                sessionID: online.sessionID,
                claimedAt: claimedAt,
                sessionKey: key
            )
        }
    }

    /// Sends the transfer that was just stored, and waits a little for the decision.
    private func outcome(of key: IntentKey, _ session: Session) async -> TransferOutcome {
        await submit(key, session, limitMilliseconds: settings.authoriseWaitMilliseconds)
        guard let record = await session.outbox.record(key) else { return .queued(key) }
        if record.isSendable { outboxSignal.raise() }
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

extension IntentDecision {
    /// True if the bank decided that the transfer was taken back.
    fileprivate var isCancellation: Bool {
        outcome == .refused(code: RefusalCode.cancelled.rawValue)
    }
}
