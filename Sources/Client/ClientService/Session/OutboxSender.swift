import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

/// Sender of one session's queued transfers: many in one request, each with its own answer.
final class OutboxSender: SessionPart {
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
        while let first = keys.first, !context.gate.isClosed {
            let queued = await outbox.queued(from: keys, limit: SubmitIntentsRequest.intentLimit)
            let batch = SubmitIntentsRequest.first(of: queued.map(Self.request)).intents.map(\.key)
            keys = keys.dropFirst(max(1, batch.count))
            let isLineUp: Bool
            if batch.count < 2 {
                isLineUp = await submit(first)
            } else {
                isLineUp = await submit(batch)
                // One without an answer must not take it from the others again: each by itself now.
                keys = (await outbox.unanswered(among: batch) + keys)[...]
            }
            // The others would not get out either.
            if !isLineUp { break }
        }
        guard !context.gate.isClosed else { return true }
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
        guard let sending = await change([(key, .sendingBegan)]).first else { return true }
        let answer = await line.ask(
            .submitIntent(Self.request(of: sending)),
            limitMilliseconds: limitMilliseconds
        )
        return await note(answer, key)
    }

    /// Sends transfers in one request; returns true if the line let it out.
    ///
    /// Each has its number in the device sequence, and the bank expects this order.
    private func submit(_ keys: [IntentKey]) async -> Bool {
        let keys = keys.filter { keysInFlight.insert($0).inserted }
        defer { keysInFlight.subtract(keys) }
        // What cannot be marked is not sent; the status says that the outbox cannot be written.
        let begun = try? await outbox.beginSending(keys)
        emit(.outboxChanged)
        guard let begun, !begun.isEmpty, !context.gate.isClosed else { return true }
        let batch = SubmitIntentsRequest(intents: begun.map(Self.request))
        let answer = await line.ask(.submitIntents(batch))
        return await note(zip(begun.map(\.key), Self.parts(of: answer, count: begun.count)))
    }

    private static func request(of record: OutboxRecord) -> SubmitIntentRequest {
        SubmitIntentRequest(
            key: record.key,
            reviewed: record.reviewed.canonicalBytes,
            sessionID: record.proof.sessionID,
            claimedAt: record.proof.claimedAt,
            proof: record.proof.code,
            stamp: record.stamp
        )
    }

    /// Returns what each transfer of a batch was answered.
    private static func parts(of answer: Exchange, count: Int) -> [Exchange] {
        guard case .reply(.intents(let answers)) = answer else {
            return Array(repeating: answer, count: count)
        }
        // Answers that cannot be told apart are none.
        guard answers.count == count else {
            return Array(repeating: .noReply(.answerUnreadable), count: count)
        }
        return answers.map { .reply($0.reply) }
    }

    /// Stores the result of an answer; returns true if the line accepted anything.
    private func note(_ answer: Exchange, _ key: IntentKey) async -> Bool {
        await note(CollectionOfOne((key, answer)))
    }

    /// Stores the results of answers in one commit; returns true if the line accepted anything.
    private func note(_ answers: some Sequence<(IntentKey, Exchange)>) async -> Bool {
        var events: [(key: IntentKey, event: OutboxRecord.Event)] = []
        var end: SessionEnd?
        var isLineUp = true
        for (key, answer) in answers {
            events.append((key, Self.event(of: answer, about: key)))
            switch answer {
            case .reply(.intent(.created)), .reply(.intent(.exists)): backoff.succeed()
            case .reply(.problem(let problem)): end = end ?? SessionEnd(problem)
            case .notSent: isLineUp = false
            case .reply, .noReply, .interrupted: break
            }
        }
        await change(events)
        if let end { await context.gate.end(end) }
        return isLineUp
    }

    private static func event(
        of answer: Exchange,
        about key: IntentKey
    ) -> OutboxRecord.Event {
        switch answer {
        case .reply(.intent(.created(let decision))), .reply(.intent(.exists(let decision))):
            // A decision about another key is no answer to this one.
            decision.key == key ? .wasDecided(decision) : .answerWasLost
        case .reply(.intent(.notAuthorised(let refusal))): .codeWasRefused(CodeRefusal(refusal))
        case .reply(.intent(.existsWithDifferent)): .wasTurnedAway
        case .reply(.problem(let problem)): event(of: problem.code)
        case .notSent: .wasNotSent
        case .noReply, .interrupted, .reply: .answerWasLost
        }
    }

    private static func event(of code: Problem.Code) -> OutboxRecord.Event {
        switch code {
        case .notAllowed, .notFound, .cursorInvalid, .malformed: .wasTurnedAway
        case .sessionEnded, .wipe, .tokenExpired, .busy, .signInRefused, .tooManyTries, .slowDown,
            .terminalUnknown, .upgradeNeeded:
            .wasPutOff
        case .internalFailure: .answerWasLost
        }
    }

    /// Applies events in one commit; returns the new records.
    @discardableResult
    private func change(
        _ events: [(key: IntentKey, event: OutboxRecord.Event)]
    ) async -> [OutboxRecord] {
        // A state that cannot be written is not entered; what is on the disk stays true: at worst
        // the transfer counts as sent with an unknown answer, and is asked about again.
        do {
            let changed = try await outbox.apply(events)
            if !changed.isEmpty { emit(.outboxChanged) }
            return changed
        } catch {
            emit(.outboxChanged)
            return []
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
