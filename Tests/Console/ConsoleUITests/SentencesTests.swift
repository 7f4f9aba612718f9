// Goal: every code that a person can meet has one sentence of its own that says what happened and
// what to do.
// Method: every case of every code.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import LedgerCore
import SyncCore
import Testing
import WireProtocol

@Suite("Sentences")
struct SentencesTests {
    private func expectGood(_ sentence: Sentence, _ name: String) {
        #expect(sentence.happened.hasSuffix("."), "\(name): \(sentence.happened)")
        #expect(sentence.advice.hasSuffix("."), "\(name): \(sentence.advice)")
        #expect(sentence.text.count <= 240, "\(name)")
        #expect(!sentence.text.contains("!"), "\(name)")
    }

    private func expectDistinct(_ sentences: [Sentence]) {
        #expect(Set(sentences.map(\.text)).count == sentences.count)
    }

    @Test("every problem of a draft has a sentence")
    func drafts() {
        let sentences = DraftProblem.allCases.map(Sentences.draft)
        for (code, sentence) in zip(DraftProblem.allCases, sentences) {
            expectGood(sentence, "\(code)")
        }
        expectDistinct(sentences)
    }

    @Test("every refusal of a code has a sentence that says no money moved")
    func codes() {
        let sentences = CodeRefusal.allCases.map(Sentences.code)
        for (code, sentence) in zip(CodeRefusal.allCases, sentences) {
            expectGood(sentence, "\(code)")
            #expect(sentence.text.contains("No money has moved."))
        }
        expectDistinct(sentences)
    }

    @Test("every refusal of the service has a sentence, found by its number")
    func refusals() {
        let sentences = RefusalCode.allCases.map { Sentences.refusal($0.rawValue) }
        for (code, sentence) in zip(RefusalCode.allCases, sentences) {
            expectGood(sentence, "\(code)")
            #expect(sentence == Sentences.refusal(code))
        }
        expectDistinct(sentences)
    }

    @Test("every rejection of the ledger has its sentence, found by its number")
    func rejections() {
        for rejection in Rejection.allCases {
            let sentence = Sentences.refusal(rejection.rawValue)
            expectGood(sentence, "\(rejection)")
            #expect(sentence.text == "\(rejection.sentence)")
        }
    }

    @Test("the numbers of the service and of the ledger do not overlap")
    func numbers() {
        for code in RefusalCode.allCases { #expect(Rejection(rawValue: code.rawValue) == nil) }
    }

    @Test("a number that this console does not know is told with the number")
    func unknownNumber() {
        let sentence = Sentences.refusal(65_535)
        expectGood(sentence, "unknown")
        #expect(sentence.text.contains("65535"))
    }

    @Test("every problem of the wire has a sentence")
    func problems() {
        let sentences = Problem.Code.allCases.map(Sentences.problem)
        for (code, sentence) in zip(Problem.Code.allCases, sentences) {
            expectGood(sentence, "\(code)")
        }
        expectDistinct(sentences)
    }

    @Test("every outcome of a sign-in but success has a sentence")
    func signIn() throws {
        let outcomes: [SignInOutcome] = [
            .refused, .mustWait(seconds: 30), .unreachable(.lineDown), .failed,
        ]
        let sentences = try outcomes.map { try #require(Sentences.signIn($0)) }
        for sentence in sentences { expectGood(sentence, "signIn") }
        expectDistinct(sentences)
        #expect(Sentences.signIn(.signedIn(ScriptedBank().user)) == nil)
    }

    @Test("whatever is the matter with the line has a sentence of its own")
    func links() {
        let sentences = LinkCause.allCases.map(Sentences.link)
        for (cause, sentence) in zip(LinkCause.allCases, sentences) {
            expectGood(sentence, "\(cause)")
            #expect(Sentences.signIn(.unreachable(cause)) == sentence)
        }
        expectDistinct(sentences)
    }

    @Test("a line that is down says why, where more is known than that")
    func downWithCause() throws {
        let dates = DateWords(zone: .india)
        let words = FreshnessWords(
            dates: dates,
            now: .epoch,
            offlineSince: .always,
            showsAges: false
        )
        func text(_ cause: LinkCause?) throws -> String {
            let status = SyncStatus(
                link: .down(lastContact: nil),
                freshness: .unverified,
                queuedCount: 0,
                unseenDecisionCount: 0,
                catchingUp: nil,
                cause: cause
            )
            return try #require(Sentences.link(status, words: words)).happened
        }
        #expect(try text(nil) == text(.timedOut))
        #expect(
            try text(.certificateExpired).hasSuffix("The time of the bank's certificate is over.")
        )
    }

    @Test("a refused sign-in does not tell which of the three was wrong")
    func refusedTellsNothing() {
        #expect(Sentences.signInRefused.happened.contains("the password or the code"))
        #expect(Sentences.problem(.signInRefused) == Sentences.signInRefused)
    }

    @Test("every outcome of an unlock but success has a sentence")
    func unlock() throws {
        let outcomes: [UnlockOutcome] = [.wrong(triesLeft: 3), .wrong(triesLeft: 1), .signedOut]
        let sentences = try outcomes.map { try #require(Sentences.unlock($0)) }
        for sentence in sentences { expectGood(sentence, "unlock") }
        expectDistinct(sentences)
        #expect(Sentences.unlock(.unlocked) == nil)
    }

    @Test("every failed load has a sentence")
    func loads() {
        let id = RequestID(number: 1)
        let key = IntentKey(rawValue: 1)
        let loads: [FailedLoad] = [
            .accounts, .activity, .payees, .outbox, .holds, .entries(id), .cancel(key),
            .acknowledge(key), .statementMonths, .statement, .syncReport,
        ]
        for load in loads { expectGood(Sentences.failed(load), "\(load)") }
        expectDistinct(loads.map(Sentences.failed))
    }

    @Test("every state of the outbox has a sentence that does not claim what is not known")
    func outbox() {
        let key = IntentKey(rawValue: 1)
        let waiting: [OutboxItem.State] = [.queued, .unknown, .needsCode(.wrong)]
        for state in waiting { expectGood(Sentences.outbox(state), "\(state)") }
        #expect(Sentences.outbox(.unknown).text.contains("not known"))
        #expect(Sentences.outbox(.unknown).text.contains("Do not make it again"))
        #expect(!Sentences.outbox(.queued).text.contains("posted"))
        let posted = IntentDecision(
            key: key,
            outcome: .posted(JournalID(rawValue: 1)),
            decidedAt: .epoch
        )
        #expect(Sentences.outbox(.decided(posted)).text.contains("money has moved"))
        #expect(Sentences.outbox(.cancelled).text.contains("No money has moved"))
    }

    @Test("every notice has a sentence, and the end of a session one that fits it")
    func notices() {
        let sentences = StatusNotice.allCases.map(Sentences.notice)
        for (notice, sentence) in zip(StatusNotice.allCases, sentences) {
            expectGood(sentence, "\(notice)")
            expectGood(Sentences.end(notice), "\(notice)")
        }
        expectDistinct(sentences)
        #expect(Sentences.end(nil) == Sentences.sessionEnded)
        #expect(Sentences.end(.wiped) == Sentences.notice(.wiped))
        #expect(Sentences.end(.leaseEnded) == Sentences.notice(.leaseEnded))
    }

    @Test("every outcome of opening the offline copy but success has a sentence")
    func offline() throws {
        let outcomes: [OfflineOutcome] = [.refused, .mustWait(seconds: 8), .leaseEnded, .failed]
        let sentences = try outcomes.map { try #require(Sentences.offline($0)) }
        for (outcome, sentence) in zip(outcomes, sentences) { expectGood(sentence, "\(outcome)") }
        expectDistinct(sentences)
        #expect(Sentences.offline(.opened(ScriptedBank().user, leaseEndsAt: .epoch)) == nil)
        expectGood(Sentences.offlineCopyOnly, "offlineCopyOnly")
    }

    @Test("every outcome of taking back says whether money moved, or that it is not known")
    func cancels() {
        let posted = ScriptedBank().decision(IntentKey(rawValue: 1))
        let refused = ScriptedBank.refusal(1, .payeeUnknown)
        let told: [(CancelOutcome, String)] = [
            (.cancelled, "No money has moved."), (.decided(posted), "the money has moved."),
            (.decided(refused), "No money has moved."),
            (.waiting, "not known whether the money moved"), (.nothing, "what became of it"),
        ]
        for (outcome, words) in told {
            #expect(Sentences.cancel(outcome).text.contains(words), "\(outcome)")
        }
        expectDistinct(told.map { Sentences.cancel($0.0) })
    }

    @Test("every way in which a row can be wrong has a sentence and a word")
    func faults() {
        let reasons: [ChainBreak] = [
            .otherAccount, .sequenceGap, .balanceMismatch, .divergence, .unreadable,
        ]
        for reason in reasons { expectGood(Sentences.fault(reason), "\(reason)") }
        expectDistinct(reasons.map(Sentences.fault))
        #expect(Set(reasons.map(Sentences.faultWord)).count == reasons.count)
    }

    @Test("how far the record is behind is said in words")
    func distances() {
        func cursor(_ epoch: UInt64, _ sequence: Int64) -> Cursor {
            Cursor(epoch: epoch, feedSequence: sequence)
        }
        let rows: [(Cursor?, Cursor?, String)] = [
            (nil, nil, "nothing has been fetched yet"), (nil, cursor(1, 9), "nothing has been"),
            (cursor(1, 9), nil, "not known"), (cursor(1, 9), cursor(1, 9), "up to date"),
            (cursor(1, 8), cursor(1, 9), "1 change behind"),
            (cursor(1, 4), cursor(1, 9), "5 changes behind"),
            (cursor(1, 9), cursor(1, 4), "ahead of the bank's"),
            (cursor(1, 9), cursor(2, 9), "of earlier books"),
        ]
        for (cursor, head, words) in rows {
            #expect(Sentences.distance(from: cursor, to: head).contains(words), "\(words)")
        }
    }

    @Test("every line command of a demonstration has a sentence")
    func lines() {
        for command in LineCommand.allCases { expectGood(Sentences.line(command), "\(command)") }
    }

    @Test(
        "waits are said in words that do not change every second when they are long",
        arguments: [
            (0, "a moment"), (1, "1 second"), (119, "119 seconds"), (120, "2 minutes"),
            (121, "3 minutes"),
        ]
    )
    func waits(_ seconds: Int64, _ words: String) {
        #expect(Sentences.wait(seconds) == words)
    }
}
