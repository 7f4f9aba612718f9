import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

extension Client {
    /// Sends the waiting transfers until the task is cancelled; no transfer waits for another.
    func runOutbox() async {
        while !Task.isCancelled {
            outboxSignal.lower()
            guard let session, session.online != nil, await !drain(session) else {
                await outboxSignal.wait()
                continue
            }
            let milliseconds = outboxBackoff.fail(random: randomBits())
            _ = await outboxSignal.isQuiet(forMilliseconds: milliseconds, by: clock)
        }
    }

    /// The most transfers that are marked as being sent before the first of them is sent.
    ///
    /// A mark has to be on the disk before anything is sent, and a disk takes about as long as the
    /// bank: many at once cost it once. After a crash each of them is asked about.
    static let sendAheadLimit = 16

    /// Tries to send every waiting transfer once.
    ///
    /// - Returns: True if nothing is left to send, and nothing to ask the books about.
    func drain(_ session: Session) async -> Bool {
        var isChecked = true
        if await session.outbox.isInboxDue {
            switch await checkInbox(session) {
            case .done: break
            case .unfinished: isChecked = false
            case .cutShort: return false
            }
        }
        var keys = await session.outbox.sendableKeys[...]
        while let first = keys.first {
            guard isCurrent(session.number) else { return true }
            let queued = await session.outbox.queuedKeys(from: keys, limit: Self.sendAheadLimit)
            keys = keys.dropFirst(max(1, queued.count))
            let limit = settings.replyLimitMilliseconds
            let isLineUp =
                queued.isEmpty
                ? await submit(first, session, limitMilliseconds: limit)
                : await submit(queued, session, limitMilliseconds: limit)
            // The others would not get out either.
            if !isLineUp { break }
        }
        let isSent = await session.outbox.sendableKeys.isEmpty
        let isDone = isSent && isChecked
        if isDone { outboxBackoff.succeed() }
        return isDone
    }

    /// Sends one transfer, or asks for its state.
    ///
    /// The key and the bytes are always those that were stored. What happened stands in the outbox
    /// afterwards.
    ///
    /// - Returns: Whether the line let anything out.
    @discardableResult
    func submit(
        _ key: IntentKey,
        _ session: Session,
        limitMilliseconds: Int64
    ) async -> Bool {
        guard keysInFlight.insert(key).inserted else { return true }
        defer { keysInFlight.remove(key) }
        guard let record = await session.outbox.record(key), record.isSendable else { return true }
        if record.state == .cancelAsked {
            let answer = await ask(
                .cancelIntent(key),
                session,
                limitMilliseconds: limitMilliseconds
            )
            // Until the bank says something of the key, it is asked again.
            return await note(answer, key, session)
        }
        if record.state == .unknown {
            let answer = await ask(
                .intentStatus(key),
                session,
                limitMilliseconds: limitMilliseconds
            )
            guard case .reply(.intent(.unknown)) = answer else {
                return await note(answer, key, session)
            }
        }
        guard let sending = await change(key, .sendingBegan, session) else { return true }
        return await send(sending, session, limitMilliseconds: limitMilliseconds)
    }

    /// Sends new transfers one after the other: each has its number in the device sequence, and the
    /// bank expects this order.
    ///
    /// - Returns: Whether the line let all of them out.
    private func submit(
        _ keys: ArraySlice<IntentKey>,
        _ session: Session,
        limitMilliseconds: Int64
    ) async -> Bool {
        // What cannot be marked is not sent; the status says that the outbox cannot be written.
        let begun = try? await session.outbox.beginSending(Array(keys))
        emit(.outboxChanged)
        guard let begun else { return true }
        var isLineUp = true
        for record in begun {
            // The session may be over, or the transfer taken back.
            guard isCurrent(session.number),
                await session.outbox.record(record.key)?.state == .sending
            else { continue }
            guard isLineUp else {
                await change(record.key, .wasNotSent, session)
                continue
            }
            keysInFlight.insert(record.key)
            isLineUp = await send(record, session, limitMilliseconds: limitMilliseconds)
            keysInFlight.remove(record.key)
        }
        return isLineUp
    }

    /// Sends a transfer that is marked as being sent; returns true if the line accepted it.
    private func send(
        _ record: OutboxRecord,
        _ session: Session,
        limitMilliseconds: Int64
    ) async -> Bool {
        let request = SubmitIntentRequest(
            key: record.key,
            reviewed: record.reviewed.canonicalBytes,
            sessionID: record.proof.sessionID,
            claimedAt: record.proof.claimedAt,
            proof: record.proof.code,
            stamp: record.stamp
        )
        let answer = await ask(
            .submitIntent(request),
            session,
            limitMilliseconds: limitMilliseconds
        )
        return await note(answer, record.key, session)
    }

    /// Stores the result of an answer; returns true if the line accepted anything.
    private func note(
        _ answer: Exchange,
        _ key: IntentKey,
        _ session: Session
    ) async -> Bool {
        switch answer {
        case .reply(.intent(.created(let decision))), .reply(.intent(.exists(let decision))):
            // A decision about another key is no answer to this one.
            let event: OutboxRecord.Event =
                decision.key == key ? .wasDecided(decision) : .answerWasLost
            await change(key, event, session)
            outboxBackoff.succeed()
        case .reply(.intent(.notAuthorised(let refusal))):
            await change(key, .codeWasRefused(CodeRefusal(refusal)), session)
        case .reply(.intent(.existsWithDifferent)):
            await change(key, .wasTurnedAway, session)
        case .reply(.problem(let problem)):
            await note(problem, key, session)
        case .notSent:
            await change(key, .wasNotSent, session)
            return false
        case .noReply, .interrupted, .reply:
            await change(key, .answerWasLost, session)
        }
        return true
    }

    private func note(_ problem: Problem, _ key: IntentKey, _ session: Session) async {
        switch problem.code {
        case .sessionEnded:
            await change(key, .wasPutOff, session)
            await endSessionByBank(session.number)
        case .wipe:
            await change(key, .wasPutOff, session)
            await wipe(nonce: problem.wipeNonce ?? [], session.number)
        case .notAllowed, .notFound, .cursorInvalid, .malformed:
            await change(key, .wasTurnedAway, session)
        case .tokenExpired, .busy, .signInRefused, .tooManyTries, .slowDown, .terminalUnknown,
            .upgradeNeeded:
            await change(key, .wasPutOff, session)
        case .internalFailure:
            await change(key, .answerWasLost, session)
        }
    }

    @discardableResult
    private func change(
        _ key: IntentKey,
        _ event: OutboxRecord.Event,
        _ session: Session
    ) async -> OutboxRecord? {
        // A state that cannot be written is not entered; what is on the disk stays true: at worst
        // the transfer counts as sent with an unknown answer, and is asked about again.
        do {
            guard let record = try await session.outbox.apply(event, to: key) else { return nil }
            emit(.outboxChanged)
            return record
        } catch {
            emit(.outboxChanged)
            return nil
        }
    }
}

extension CodeRefusal {
    init(_ refusal: AuthorisationRefusal) {
        self =
            switch refusal {
            case .codeWrong: .wrong
            case .codeUsed: .used
            case .codeTooOld: .tooOld
            case .mustWait: .mustWait
            }
    }
}
