import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

extension Oracle {
    /// Maximum age of the bank's time when a console receives it, in seconds.
    private static let unheardSeconds: Int64 = 120

    /// Checks that a console dated a transfer by the bank's time, and not by its own wall clock.
    func sawReview(_ reviewed: ReviewedTransfer, since start: Instant, on console: SimulatedConsole)
    {
        let span = start.adding(seconds: -Self.unheardSeconds)...world.time.trueTime
        expect(
            .skew,
            world.bank.dates(in: span).contains(reviewed.valueDate),
            "console \(console.number) dates \(Self.short(reviewed.intentKey)) "
                + "\(reviewed.valueDate), which is no day of the bank"
        )
    }

    /// Notes a request that leaves a console.
    func sawRequest(_ bytes: [UInt8], of number: Int) {
        if bytes.isSubmission {
            sawSubmission(bytes, of: world.consoles[number])
        } else if bytes.isMessage("intent-status") {
            world.note(.statusAsked)
        }
        world.trace.note("console \(number) → \(Self.words(forRequest: bytes))")
    }

    /// Notes a reply that reaches a console.
    func sawReply(_ bytes: [UInt8], on number: Int) {
        world.trace.note("console \(number) ← \(Self.words(forReply: bytes))")
        noteLineUp(of: number)
        let kinds: [StaticString] = ["intent", "intents", "problem", "renewed"]
        guard kinds.contains(where: bytes.isMessage), let reply = try? Reply(encoded: bytes)
        else { return }
        switch reply {
        case .intent(.exists): world.note(.intentReplayed)
        case .intents(let answers):
            for case .intent(.exists) in answers { world.note(.intentReplayed) }
        case .intent(.unknown): world.note(.statusUnknown)
        case .renewed: world.note(.tokensRenewed)
        case .problem(let problem) where problem.code == .internalFailure:
            world.note(.failureTold)
        default: break
        }
    }

    private func noteLineUp(of number: Int) {
        guard state.value.consoles[number]?.isLineDown == true else { return }
        state.value.consoles[number]?.isLineDown = false
        world.note(.reconnected)
    }

    /// Notes that a request of a console got no reply.
    func sawSilence(on number: Int) {
        state.value.consoles[number, default: ConsoleNotes()].isLineDown = true
    }

    /// Judges the bank's answer to a transfer that was altered under its key.
    func sawReplyToAltered(_ bytes: [UInt8], _ altered: Forgery.Submission) {
        let key = altered.key
        guard let reply = try? Reply(encoded: bytes) else { return }
        var answer = reply
        if case .intents(let answers) = reply, answers.indices.contains(altered.place) {
            answer = answers[altered.place].reply
        }
        switch answer {
        case .intent(.existsWithDifferent): world.note(.differenceRefused)
        // A cancelled key is answered as cancelled, whatever is submitted under it.
        case .intent(.exists(let decision))
        where decision.outcome == .refused(code: RefusalCode.cancelled.rawValue):
            break
        case .intent(.created), .intent(.exists):
            fail(.mismatchSafe, "the bank took an altered transfer under \(Self.short(key))")
        default: break
        }
    }

    private func sawSubmission(_ bytes: [UInt8], of console: SimulatedConsole) {
        guard let envelope = try? RequestEnvelope(encoded: bytes),
            envelope.request.submitted.allSatisfy({ isStored($0, of: console) })
        else { return fail(.wire, "console \(console.number) sends what nobody can read") }
    }

    private func isStored(_ request: SubmitIntentRequest, of console: SimulatedConsole) -> Bool {
        guard let reviewed = try? ReviewedTransfer(canonicalBytes: request.reviewed) else {
            return false
        }
        let stored = console.outbox.record(reviewed.intentKey)
        expect(
            .wire,
            stored?.reviewed.canonicalBytes == request.reviewed
                && stored?.key == request.key && stored?.stamp == request.stamp,
            "console \(console.number) sends \(Self.short(reviewed.intentKey)), which is not in "
                + "its outbox as it is sent"
        )
        return true
    }

    /// Notes the decision on a cancelled transfer.
    func sawCancelEnd(_ record: OutboxRecord) {
        switch record.state {
        case .cancelled: world.note(.cancelGranted)
        case .decided(let decision)
        where decision.outcome == .refused(code: RefusalCode.cancelled.rawValue):
            world.note(.cancelGranted)
        default: break
        }
    }

    /// Checks a decision that a console received against the first one.
    func told(_ decision: IntentDecision) {
        let before = state.value.asked[decision.key]?.told
        if let before, before.decision != decision, !mayBeLost(before) {
            fail(.noDoublePost, "\(Self.short(decision.key)) was decided twice, differently")
        }
        if before == nil || before.map({ mayBeLost($0) }) == true {
            state.value.asked[decision.key]?.told = (decision, world.time.elapsed)
        }
    }

    /// Returns the last eight digits of an identifier, in which identifiers differ.
    static func short<Subject>(_ id: Identifier<Subject>) -> String {
        String(id.description.suffix(8))
    }

    static func words(forRequest bytes: [UInt8]) -> String {
        (try? RequestEnvelope(encoded: bytes)).map { words(for: $0.request) } ?? "?"
    }

    static func words(for request: Request) -> String {
        switch request {
        case .signIn(let signIn): return "sign-in \(signIn.user)"
        case .signOut: return "sign-out"
        case .feed(let feed):
            return "feed after \(feed.cursor.map { String($0.feedSequence) } ?? "nothing")"
                + " wait \(feed.waitMilliseconds)"
        case .submitIntent(let submit):
            let reviewed = try? ReviewedTransfer(canonicalBytes: submit.reviewed)
            return "submit \(reviewed.map { short($0.intentKey) } ?? "?")"
        case .submitIntents(let batch):
            let keys = batch.intents.map { short($0.key) }
            return "submit \(keys.joined(separator: ", "))"
        case .intentStatus(let key): return "status \(short(key))"
        case .cancelIntent(let key): return "cancel \(short(key))"
        case .renew: return "renew"
        case .beginSync(let begin):
            return "begin after \(begin.cursor.map { String($0.feedSequence) } ?? "nothing")"
        case .snapshot(let snapshot): return "snapshot page '\(snapshot.page)'"
        case .reconcile(let round): return "reconcile at \(round.at.feedSequence)"
        case .entries(let entries):
            return "entries \(entries.first) to \(entries.last) of \(short(entries.accountID))"
        case .records(let records):
            return "records of \(records.accountIDs.count) accounts at \(records.at.feedSequence)"
        case .submitEvidence(let evidence):
            return "evidence of \(evidence.items.count) about \(short(evidence.accountID))"
        case .sessions: return "sessions"
        case .endSession: return "end session"
        case .wiped: return "wiped"
        }
    }

    static func words(forReply bytes: [UInt8]) -> String {
        (try? Reply(encoded: bytes)).map(words(for:)) ?? "?"
    }

    static func words(for reply: Reply) -> String {
        switch reply {
        case .signedIn: return "signed in"
        case .signedOut: return "signed out"
        case .feed(let feed):
            return "feed to \(feed.batch.cursor.feedSequence) of \(feed.batch.head.feedSequence)"
                + ", \(feed.batch.changes.count) changes"
        case .intent(.created(let decision)):
            return "created \(short(decision.key)) \(decision.outcome.word)"
        case .intent(.exists(let decision)):
            return "exists \(short(decision.key)) \(decision.outcome.word)"
        case .intent(.existsWithDifferent(let field)): return "exists with another \(field)"
        case .intent(.unknown): return "unknown"
        case .intent(.notAuthorised(let refusal)): return "not authorised: \(refusal.rawValue)"
        case .intents(let answers):
            return answers.map { words(for: $0.reply) }.joined(separator: ", ")
        case .problem(let problem): return "problem \(problem.code.rawValue)"
        case .syncBegun(let begun):
            return "begun \(begun.mode.rawValue), head \(begun.head.feedSequence)"
        case .snapshot(let page):
            return "page of \(page.changes.count) at \(page.at.feedSequence)"
        case .reconcile: return "reconcile answer"
        case .entries(let entries): return "\(entries.count) entries"
        case .records(.behind): return "records behind"
        case .records(.told(let told)): return "\(told.changes.count) records"
        case .evidence(let verdicts):
            return "evidence \(verdicts.map(\.rawValue).joined(separator: " "))"
        case .renewed: return "renewed"
        case .sessions: return "sessions"
        case .done: return "done"
        }
    }
}

extension IntentDecision.Outcome {
    /// The outcome in a word, for traces.
    var word: String {
        switch self {
        case .posted: "posted"
        case .refused(let code): "refused \(code)"
        }
    }
}

extension [UInt8] {
    /// True if the bytes are a request that submits transfers.
    var isSubmission: Bool { isMessage("submit-intent") || isMessage("submit-intents") }

    /// Returns true if the bytes are a message of the given type.
    ///
    /// Members are sorted by name, and no member after a message's type has a type itself. So the
    /// last type in the bytes is the message's.
    func isMessage(_ type: StaticString) -> Bool {
        guard let start = endOfLast("\"type\":\"") else { return false }
        return type.withUTF8Buffer { type in
            let rest = self[start...].prefix(type.count + 1)
            return rest.elementsEqual(Array(type) + [UInt8(ascii: "\"")])
        }
    }

    /// Returns the index after the last occurrence of some ASCII text.
    private func endOfLast(_ word: StaticString) -> Int? {
        word.withUTF8Buffer { word in
            withUnsafeBufferPointer { bytes in
                var start = bytes.count - word.count
                while start >= 0 {
                    var length = 0
                    while length < word.count, bytes[start + length] == word[length] { length += 1 }
                    if length == word.count { return start + length }
                    start -= 1
                }
                return nil
            }
        }
    }

    /// Returns true if the first 2,048 bytes contain some ASCII text.
    func contains(word: StaticString) -> Bool {
        let limit = Swift.min(count, 2_048)
        let length = word.utf8CodeUnitCount
        guard length <= limit else { return false }
        return word.withUTF8Buffer { word in
            withUnsafeBufferPointer { bytes in
                for start in 0...(limit - length) where bytes[start] == word[0] {
                    var index = 1
                    while index < length, bytes[start + index] == word[index] { index += 1 }
                    if index == length { return true }
                }
                return false
            }
        }
    }
}

extension Oracle {
    /// Notes a stream event that reaches a console.
    func sawEvent(_ event: StreamEvent, on number: Int) {
        noteLineUp(of: number)
        switch event {
        case .delta(let batch):
            world.trace.note(
                "console \(number) ⇐ delta to \(batch.cursor.feedSequence), "
                    + "\(batch.changes.count) changes"
            )
        case .checkpoint(let checkpoint):
            world.trace.note("console \(number) ⇐ checkpoint \(checkpoint.cursor.feedSequence)")
        case .heartbeat(let heartbeat):
            world.trace.note("console \(number) ⇐ heartbeat \(heartbeat.head.feedSequence)")
        case .control(let control):
            world.trace.note("console \(number) ⇐ control \(control)")
        }
    }
}
