import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

/// Sender of one session's queued transfers: each by itself, none behind another.
final class OutboxSender: SessionPart {
    /// The most transfers that are marked as being sent before the first of them is sent.
    ///
    /// A mark has to be on the disk before anything is sent, and a disk takes about as long as the
    /// bank: many at once cost it once. After a crash each of them is asked about.
    static let sendAheadLimit = 16

    let context: SessionContext
    private let line: SessionLine
    private let inbox: InboxCheck
    /// Transfers that are being sent, each by one task alone.
    private var keysInFlight: Set<IntentKey> = []
    private var backoff = Backoff()

    init(_ context: SessionContext, _ line: SessionLine, _ inbox: InboxCheck) {
        self.context = context
        self.line = line
        self.inbox = inbox
    }

    /// Draws the pause before the next try, in milliseconds.
    func drawPause() -> Int64 {
        backoff.fail(random: randomBits())
    }

    /// Tries every transfer once.
    ///
    /// - Returns: True if nothing is left to send, and nothing to ask the books about.
    func drain() async -> Bool {
        var isChecked = true
        if await outbox.isInboxDue {
            switch await inbox.checkAll() {
            case .done: break
            case .unfinished: isChecked = false
            case .cutShort: return false
            }
        }
        var keys = await outbox.sendableKeys[...]
        while let first = keys.first {
            guard !context.gate.isClosed else { return true }
            let queued = await outbox.queuedKeys(from: keys, limit: Self.sendAheadLimit)
            keys = keys.dropFirst(max(1, queued.count))
            let isLineUp = queued.isEmpty ? await submit(first) : await submit(queued)
            // The others would not get out either.
            if !isLineUp { break }
        }
        let isSent = await outbox.sendableKeys.isEmpty
        let isDone = isSent && isChecked
        if isDone { backoff.succeed() }
        return isDone
    }

    /// Sends one transfer, or asks for its state; returns true if the line let anything out.
    ///
    /// The key and the bytes are always those that were stored. What happened stands in the outbox
    /// afterwards.
    @discardableResult
    func submit(_ key: IntentKey, limitMilliseconds: Int64? = nil) async -> Bool {
        guard keysInFlight.insert(key).inserted else { return true }
        defer { keysInFlight.remove(key) }
        guard let record = await outbox.record(key), record.isSendable else { return true }
        if record.state == .cancelAsked {
            let answer = await line.ask(.cancelIntent(key), limitMilliseconds: limitMilliseconds)
            // Until the bank says something of the key, it is asked again.
            return await note(answer, key)
        }
        if record.state == .unknown {
            let answer = await line.ask(.intentStatus(key), limitMilliseconds: limitMilliseconds)
            guard case .reply(.intent(.unknown)) = answer else { return await note(answer, key) }
        }
        guard let sending = await change(key, .sendingBegan) else { return true }
        return await send(sending, limitMilliseconds: limitMilliseconds)
    }

    /// Sends new transfers one after the other; returns true if the line let all of them out.
    ///
    /// Each has its number in the device sequence, and the bank expects this order.
    private func submit(_ keys: ArraySlice<IntentKey>) async -> Bool {
        // What cannot be marked is not sent; the status says that the outbox cannot be written.
        let begun = try? await outbox.beginSending(Array(keys))
        emit(.outboxChanged)
        guard let begun else { return true }
        var isLineUp = true
        for record in begun {
            // The session may be over, or the transfer taken back.
            guard !context.gate.isClosed,
                await outbox.record(record.key)?.state == .sending
            else { continue }
            guard isLineUp else {
                await change(record.key, .wasNotSent)
                continue
            }
            keysInFlight.insert(record.key)
            isLineUp = await send(record)
            keysInFlight.remove(record.key)
        }
        return isLineUp
    }

    /// Sends a transfer that is marked as being sent; returns true if the line accepted it.
    private func send(_ record: OutboxRecord, limitMilliseconds: Int64? = nil) async -> Bool {
        let request = SubmitIntentRequest(
            key: record.key,
            reviewed: record.reviewed.canonicalBytes,
            sessionID: record.proof.sessionID,
            claimedAt: record.proof.claimedAt,
            proof: record.proof.code,
            stamp: record.stamp
        )
        let answer = await line.ask(.submitIntent(request), limitMilliseconds: limitMilliseconds)
        return await note(answer, record.key)
    }

    /// Stores the result of an answer; returns true if the line accepted anything.
    private func note(_ answer: Exchange, _ key: IntentKey) async -> Bool {
        switch answer {
        case .reply(.intent(.created(let decision))), .reply(.intent(.exists(let decision))):
            // A decision about another key is no answer to this one.
            let event: OutboxRecord.Event =
                decision.key == key ? .wasDecided(decision) : .answerWasLost
            await change(key, event)
            backoff.succeed()
        case .reply(.intent(.notAuthorised(let refusal))):
            await change(key, .codeWasRefused(CodeRefusal(refusal)))
        case .reply(.intent(.existsWithDifferent)):
            await change(key, .wasTurnedAway)
        case .reply(.problem(let problem)):
            await note(key, problem)
        case .notSent:
            await change(key, .wasNotSent)
            return false
        case .noReply, .interrupted, .reply:
            await change(key, .answerWasLost)
        }
        return true
    }

    private func note(_ key: IntentKey, _ problem: Problem) async {
        switch problem.code {
        case .notAllowed, .notFound, .cursorInvalid, .malformed:
            await change(key, .wasTurnedAway)
        case .sessionEnded, .wipe, .tokenExpired, .busy, .signInRefused, .tooManyTries, .slowDown,
            .terminalUnknown, .upgradeNeeded:
            await change(key, .wasPutOff)
            if let end = SessionEnd(problem) { await context.gate.end(end) }
        case .internalFailure:
            await change(key, .answerWasLost)
        }
    }

    @discardableResult
    private func change(_ key: IntentKey, _ event: OutboxRecord.Event) async -> OutboxRecord? {
        // A state that cannot be written is not entered; what is on the disk stays true: at worst
        // the transfer counts as sent with an unknown answer, and is asked about again.
        do {
            guard let record = try await outbox.apply(event, to: key) else { return nil }
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
