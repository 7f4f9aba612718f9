// Goal: every code that a person can meet has one sentence of its own that says what happened and
// what to do.
// Method: every case of every code.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import LedgerCore
import SyncCore
import Testing
import WireProtocol

@Suite("Sentences")
struct SentencesTests {
    private static let audiences = [AudienceWords.customer, .staff]

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
        for audience in Self.audiences {
            let sentences = DraftProblem.allCases.map { Sentences.draft($0, for: audience) }
            for (code, sentence) in zip(DraftProblem.allCases, sentences) {
                expectGood(sentence, "\(code)")
            }
            expectDistinct(sentences)
        }
    }

    @Test("not enough available has a sentence with and without what has to stay")
    func shortages() {
        for audience in Self.audiences {
            let sentences = [false, true].map {
                Sentences.notEnough(keepsMinimum: $0, for: audience)
            }
            for sentence in sentences { expectGood(sentence, "not enough") }
            expectDistinct(sentences)
            #expect(sentences[0] == Sentences.draft(.notEnoughAvailable, for: audience))
            #expect(sentences[1].text.contains("minimum balance"))
            #expect(!sentences[0].text.contains("minimum"))
        }
    }

    // Symptom: of a first transfer it spoke of what had been moved, and with nothing left of the day's
    // limit "Enter a smaller amount" could not be followed.
    @Test("a refusal for the day's limit is true whatever was moved before, and promises nothing")
    func dayLimit() {
        let sentence = Sentences.refusal(.overDayLimit)
        #expect(!sentence.text.contains("you have moved"))
        #expect(!sentence.text.contains("Enter a smaller amount"))
        #expect(sentence.advice.contains("may still fit; if not, wait until tomorrow"))
    }

    @Test("whatever may change under a transfer has a sentence, for a draft and in the outbox")
    func changes() {
        for isInOutbox in [false, true] {
            let sentences = TransferSides.Change.allCases.map {
                Sentences.change($0, isInOutbox: isInOutbox)
            }
            for (change, sentence) in zip(TransferSides.Change.allCases, sentences) {
                expectGood(sentence, "\(change)")
            }
            expectDistinct(sentences)
        }
        expectGood(Sentences.reversed, "reversed")
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
        let sentences = RefusalCode.allCases.map {
            Sentences.refusal($0.rawValue, for: .customer)
        }
        for (code, sentence) in zip(RefusalCode.allCases, sentences) {
            expectGood(sentence, "\(code)")
            #expect(sentence == Sentences.refusal(code))
        }
        expectDistinct(sentences)
    }

    @Test("every rejection of the ledger has its sentence, found by its number")
    func rejections() {
        for rejection in Rejection.allCases {
            let sentence = Sentences.refusal(rejection.rawValue, for: .staff)
            expectGood(sentence, "\(rejection)")
            #expect(sentence.text == "\(rejection.sentence)")
            expectGood(Sentences.refusal(rejection.rawValue, for: .customer), "\(rejection)")
        }
    }

    @Test("the numbers of the service and of the ledger do not overlap")
    func numbers() {
        for code in RefusalCode.allCases { #expect(Rejection(rawValue: code.rawValue) == nil) }
    }

    @Test("a number that this console does not know is told with the number")
    func unknownNumber() {
        let sentence = Sentences.refusal(65_535, for: .customer)
        expectGood(sentence, "unknown")
        #expect(sentence.text.contains("65535"))
    }

    @Test("every outcome of a sign-in but success has a sentence")
    func signIn() throws {
        let outcomes: [SignInOutcome] = [
            .refused, .mustWait(seconds: 30), .shutOut, .unreachable(.lineDown), .failed,
        ]
        let sentences = try outcomes.map { try #require(Sentences.signIn($0)) }
        for sentence in sentences { expectGood(sentence, "signIn") }
        expectDistinct(sentences)
        #expect(Sentences.signIn(.signedIn(ScriptedBank().user)) == nil)
    }

    // Symptom: for ever "Signing in failed … tell the bank", where the disk was full or a file of this
    // machine damaged. Proves: each cause has its sentence, which names the folder and not the bank's
    // help, and nothing that was queued is thrown away.
    @Test("whatever keeps this machine's storage from opening has a sentence of its own")
    func storage() throws {
        let folder = "/s/b_1/7/1"
        let sentences = try StorageTrouble.Cause.allCases.map { cause in
            let trouble = StorageTrouble(cause, folder: folder)
            return try #require(Sentences.signIn(.storageFailed(trouble)))
        }
        for (cause, sentence) in zip(StorageTrouble.Cause.allCases, sentences) {
            expectGood(sentence, "\(cause)")
            expectGood(Sentences.storage(StorageTrouble(cause)), "\(cause)")
            #expect(!sentence.text.contains("tell the bank"), "\(cause)")
            #expect(!sentence.text.contains("elete"), "\(cause)")
            let namesFolder = sentence.happened.contains(folder)
            #expect(namesFolder == (cause != .tooManyConsoles), "\(cause)")
            let givesWay = sentence.advice.contains("another name, such as 1.aside,")
            #expect(givesWay == (cause == .otherBank || cause == .outboxUnreadable), "\(cause)")
        }
        expectDistinct(sentences)
    }

    @Test("whatever is the matter with the line has a sentence of its own")
    func links() {
        let sentences = LinkCause.allCases.map { StatusSentences.link($0) }
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
            stated: nil,
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
            return try #require(StatusSentences.link(status, words: words)).happened
        }
        #expect(try text(nil) == text(.timedOut))
        #expect(
            try text(.certificateExpired).hasSuffix("The bank's certificate has expired.")
        )
    }

    @Test("a refused sign-in does not tell which of the three was wrong")
    func refusedTellsNothing() {
        #expect(Sentences.signInRefused.happened.contains("the password or the code"))
        #expect(Sentences.signIn(.refused) == Sentences.signInRefused)
    }

    @Test("every outcome of an unlock but success has a sentence")
    func unlock() throws {
        let outcomes: [UnlockOutcome] = [.wrong(triesLeft: 3), .wrong(triesLeft: 1), .signedOut]
        let sentences = try outcomes.map { try #require(Sentences.unlock($0)) }
        for sentence in sentences { expectGood(sentence, "unlock") }
        expectDistinct(sentences)
        #expect(Sentences.unlock(.unlocked) == nil)
    }

    // Symptom: who was told to slow down read of wrong tries that there had not been.
    @Test("a wait blames nothing that was typed, since it may come from how often alone")
    func waits() throws {
        let signIn = try #require(Sentences.signIn(.mustWait(seconds: 30)))
        for sentence in [signIn, Sentences.code(.mustWait)] {
            #expect(!sentence.text.contains("wrong"))
        }
    }

    @Test("every failed load has a sentence")
    func loads() {
        let key = IntentKey(rawValue: 1)
        let loads: [FailedLoad] = [
            .accounts, .activity, .payees, .outbox, .cancel(key), .acknowledge(key),
        ]
        let queries: [any RecordQuery.Type] = [
            HoldsQuery.self, EntriesQuery.self, StatementMonthsQuery.self, StatementQuery.self,
            SyncReportQuery.self,
        ]
        for audience in Self.audiences {
            let sentences =
                loads.map { Sentences.failed($0) }
                + queries.map { Sentences.unreadable($0, for: audience) }
            for sentence in sentences { expectGood(sentence, sentence.happened) }
            expectDistinct(sentences)
        }
    }

    @Test("every notice has a sentence, and the end of a session one that fits it")
    func notices() {
        let sentences = StatusNotice.allCases.map(StatusSentences.notice)
        for (notice, sentence) in zip(StatusNotice.allCases, sentences) {
            expectGood(sentence, "\(notice)")
            expectGood(StatusSentences.end(notice), "\(notice)")
        }
        expectDistinct(sentences)
        #expect(StatusSentences.end(nil) == Sentences.sessionEnded)
        #expect(StatusSentences.end(.wiped) == StatusSentences.notice(.wiped))
        #expect(StatusSentences.end(.leaseEnded) == StatusSentences.notice(.leaseEnded))
    }

    @Test("every outcome of opening the offline copy but success has a sentence")
    func offline() throws {
        let outcomes: [OfflineOutcome] = [
            .refused, .mustWait(seconds: 8), .leaseEnded, .empty, .openElsewhere, .failed,
        ]
        let sentences = try outcomes.map { try #require(StatusSentences.offline($0)) }
        for (outcome, sentence) in zip(outcomes, sentences) { expectGood(sentence, "\(outcome)") }
        expectDistinct(sentences)
        #expect(StatusSentences.offline(.opened(ScriptedBank().user, leaseEndsAt: .epoch)) == nil)
        expectGood(StatusSentences.offlineCopyOnly, "offlineCopyOnly")
        expectGood(StatusSentences.bankIsBack, "bankIsBack")
        expectGood(StatusSentences.entryGone, "entryGone")
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
            #expect(StatusSentences.cancel(outcome).text.contains(words), "\(outcome)")
        }
        expectDistinct(told.map { StatusSentences.cancel($0.0) })
    }

    @Test("every way in which a row can be wrong has a sentence and a word")
    func faults() {
        let reasons: [ChainBreak] = [
            .otherAccount, .sequenceGap, .balanceMismatch, .divergence, .unreadable,
        ]
        for isRepaired in [false, true] {
            let sentences = reasons.map { StatusSentences.fault($0, isRepaired: isRepaired) }
            for (reason, sentence) in zip(reasons, sentences) { expectGood(sentence, "\(reason)") }
            expectDistinct(sentences)
        }
        let words = reasons.map { StatusSentences.faultWord($0, isRepaired: true) }
        #expect(Set(words).count == reasons.count)
        for (awaits, reason) in Divergence.Awaited.allCases.flatMap({ awaits in
            reasons.map { (awaits, $0) }
        }) {
            let sentence = StatusSentences.fault(reason, isRepaired: true, awaits: awaits)
            expectGood(sentence, "\(awaits), \(reason)")
            #expect(!sentence.text.contains("put right from"))
            #expect(sentence == StatusSentences.fault(reason, isRepaired: false, awaits: awaits))
        }
    }

    @Test("whatever is known of an entry at the bank has a sentence, and a word for its column")
    func faultsAtBank() {
        for isRepaired in [false, true] {
            let known: [Divergence.AtBank?] = Divergence.AtBank.allCases.map(Optional.some) + [nil]
            let sentences = known.map {
                StatusSentences.fault(.divergence, isRepaired: isRepaired, atBank: $0)
            }
            for (atBank, sentence) in zip(known, sentences) {
                expectGood(sentence, "\(String(describing: atBank))")
                let word = StatusSentences.faultWord(
                    .divergence,
                    isRepaired: isRepaired,
                    atBank: atBank
                )
                #expect(word.count <= 14)
            }
            expectDistinct(sentences)
        }
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
            (cursor(1, 9), cursor(2, 9), "of other books"),
        ]
        for (cursor, head, words) in rows {
            #expect(StatusSentences.distance(from: cursor, to: head).contains(words), "\(words)")
        }
        let unknown: [(Cursor?, Cursor?, String)] = [
            (cursor(1, 9), cursor(1, 9), "not known"), (cursor(1, 9), nil, "not known"),
            (cursor(1, 9), cursor(2, 9), "not known"),
            (cursor(1, 8), cursor(1, 9), "at least 1 change behind"),
            (nil, cursor(1, 9), "nothing has been fetched"),
        ]
        for (cursor, head, words) in unknown {
            let text = StatusSentences.distanceWithoutLine(from: cursor, to: head)
            #expect(text.contains(words), "\(text)")
        }
    }

    // Symptom: a note above the figures said "as of the times shown", and no time was.
    @Test("where the bank does not answer, the sentence says as of when the figures are")
    func asOf() throws {
        let now = ScriptedBank.now
        let hourAgo = now.adding(seconds: -3_600)
        let rows: [(SyncStatus.Link, Freshness, String)] = [
            (.down(lastContact: hourAgo), .cached(asOf: hourAgo), "13:02. Figures are as of then"),
            (.down(lastContact: nil), .cached(asOf: hourAgo), "Figures are as of 13:02"),
            (.down(lastContact: nil), .unverified, "Each figure says as of when it is"),
        ]
        for (link, freshness, told) in rows {
            let status = SyncStatus(
                link: link,
                freshness: freshness,
                queuedCount: 0,
                unseenDecisionCount: 0,
                catchingUp: nil
            )
            let words = FreshnessWords(
                dates: DateWords(zone: .india),
                now: now,
                offlineSince: status.offlineSince,
                stated: status.statedFreshness,
                showsAges: false
            )
            let text = try #require(StatusSentences.link(status, words: words)).text
            #expect(text.contains(told), "\(text)")
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
