import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Testing
import WireProtocol

/// Goal: records of a wrong clock neither vouch for it, nor outlive it, nor are undone when the
/// clock is set right.
///
/// Method: banks over the same books under clocks of their own, and clocks that are set while the bank
/// runs, or while a commit waits for its turn.
struct WrongClockTests {
    private static let day: Int64 = 86_400
    private static let ended = Reply.problem(Problem(code: .sessionEnded))
    private let status = Request.intentStatus(IntentKey(rawValue: 1))
    private let unknown = Reply.intent(.unknown)

    private func open() async throws -> TestBank {
        var configuration = BankConfiguration.forTests
        configuration.longestPauseDays = 90
        return try await TestBank.open(configuration: configuration)
    }

    /// Why a bank does not book; nil when it does.
    private func refusal(of bank: Bank, _ books: TestBank) async throws -> BankError.Code? {
        let posting = try books.posting("cash", "savings", 7)
        do {
            let refusals = try await bank.post([posting])
            #expect(refusals == [nil])
            return nil
        } catch let error as BankError {
            return error.code
        }
    }

    private func acceptanceCount(_ books: TestBank) async throws -> Int {
        try await books.store.read { reader in
            try reader.auditRows(after: 0, limit: 10_000).count { $0.action == .clockAccepted }
        }
    }

    // MARK: - What time the books tell

    // Symptom: one failed sign-in under a clock that was 200 days ahead, and the bank booked in the
    // future and destroyed the keys of every session. Cause: any line of the audit log counted for a
    // time at which the books were written, also one that the wrong clock had dated itself.
    @Test("a clock that is far ahead cannot vouch for itself, and destroys no key")
    func vouchesForItself() async throws {
        let books = try await open()
        let asha = try await books.signIn("asha")
        for _ in 0..<2 {
            // A start under the wrong clock, and another one that finds what the first has written.
            let far = books.bank(aheadBySeconds: 200 * Self.day)
            for _ in 0..<2 {
                #expect(try await refusal(of: far, books) == .clockFarAheadOfBooks)
                await far.signInAsNobody()
            }
            #expect(try await far.destroyEndedKeys() == 0)
        }
        guard case .renewed = try await asha.renew() else {
            Issue.record("the session has lost its keys")
            return
        }
        #expect(try await refusal(of: books.bank(aheadBySeconds: 0), books) == nil)
        let posted = try await books.store.read { try $0.latestBookedAt() }
        #expect(posted == books.clock.now())
        #expect(try await books.store.check() == nil)
    }

    @Test("a bank where people sign in and nothing is booked has not paused")
    func quiet() async throws {
        let books = try await open()
        for days in stride(from: Int64(80), through: 320, by: 80) {
            await books.bank(aheadBySeconds: days * Self.day).signInAsNobody()
        }
        #expect(
            try await refusal(of: books.bank(aheadBySeconds: 411 * Self.day), books)
                == .clockFarAheadOfBooks
        )
        #expect(try await refusal(of: books.bank(aheadBySeconds: 409 * Self.day), books) == nil)
    }

    @Test("lines of a clock that was set back since say nothing any more")
    func setBack() async throws {
        let books = try await open()
        for days in [80, 1] as [Int64] {
            await books.bank(aheadBySeconds: days * Self.day).signInAsNobody()
        }
        #expect(
            try await refusal(of: books.bank(aheadBySeconds: 92 * Self.day), books)
                == .clockFarAheadOfBooks
        )
        #expect(try await refusal(of: books.bank(aheadBySeconds: 91 * Self.day), books) == nil)
    }

    @Test("a bank that runs on without a booking is told the time by the clock that nobody sets")
    func runsOn() async throws {
        let books = try await open()
        books.clock.advance(seconds: 100 * Self.day)
        #expect(try await refusal(of: books.bank, books) == nil)
    }

    // Symptom: a booking that waited for the disk while the clock was set right was booked two hours
    // ahead. Cause: the clock was judged inside the commit, the time of the booking read before it.
    @Test("a time that was read before the clock was set right is not booked")
    func waitsInQueue() async throws {
        let books = try await TestBank.open()
        let store = HookedStore(books.store)
        let bank = books.bank(over: store, books.clock)
        books.clock.set(by: 7_200)
        store.beforeNextWrite { books.clock.set(by: -7_200) }
        #expect(try await refusal(of: bank, books) == .clockWasSet)
        // And the other way round: a right time under a clock that has just gone wrong.
        store.beforeNextWrite { books.clock.set(by: 7_200) }
        #expect(try await refusal(of: bank, books) == .clockWasSet)
        books.clock.set(by: -7_200)
        #expect(try await refusal(of: bank, books) == nil)
        let posted = try await books.store.read { try $0.latestBookedAt() }
        #expect(posted == books.clock.now())
    }

    // Symptom: the operator accepted a clock, was told of an error, and the bank booked by that clock
    // all the same, with no line in the audit log. Cause: it was accepted before that was written.
    @Test("a clock is not accepted while no line of the audit log tells it")
    func acceptanceFails() async throws {
        let books = try await TestBank.open()
        let store = HookedStore(books.store)
        let bank = books.bank(over: store, books.clock)
        books.clock.set(by: 7_200)
        store.beforeNextWrite { throw DiskFull() }
        await #expect(throws: DiskFull.self) { try await bank.acceptClock() }
        #expect(try await acceptanceCount(books) == 0)
        #expect(try await refusal(of: bank, books) == .clockWasSet)
        try await bank.acceptClock()
        #expect(try await acceptanceCount(books) == 1)
        #expect(try await refusal(of: bank, books) == nil)
    }

    // Symptom: a booking that was made while the acceptance waited for the disk was later than what was
    // accepted, and the bank refused the very clock. Cause: the last booking was read before the wait.
    @Test("what is booked while an acceptance waits for its turn is accepted with it")
    func acceptanceWaits() async throws {
        let books = try await TestBank.open()
        let store = HookedStore(books.store)
        let ahead = books.bank(aheadBySeconds: Self.day)
        let bank = books.bank(over: store, books.clock)
        let posting = try books.posting("cash", "savings", 8)
        store.beforeNextWrite {
            let refusals = try await ahead.post([posting])
            #expect(refusals == [nil])
        }
        try await bank.acceptClock()
        #expect(try await refusal(of: bank, books) == nil)
    }

    // Symptom: an acceptance was written, though answered with a failure, and the bank booked by the
    // clock all the same. Cause: the books were asked about the start when something was to be booked
    // for the first time, and lines that the bank had written since gave the answer.
    @Test("an acceptance that was answered with a failure does not count before it is asked again")
    func acceptanceInDoubt() async throws {
        let books = try await open()
        books.clock.advance(seconds: 91 * Self.day)
        let store = HookedStore(books.store)
        let bank = books.bank(over: store, books.clock)
        store.afterNextWrite { throw DiskFull() }
        await #expect(throws: DiskFull.self) { try await bank.acceptClock() }
        #expect(try await acceptanceCount(books) == 1)
        #expect(try await refusal(of: bank, books) == .clockFarAheadOfBooks)
        try await bank.acceptClock()
        #expect(try await refusal(of: bank, books) == nil)
    }

    // The same cause: a line of a clock that was set back for a while lay near the books.
    @Test("what a bank writes after its start does not bring the books nearer to it")
    func writesAfterStart() async throws {
        let books = try await open()
        books.clock.advance(seconds: 91 * Self.day)
        let bank = books.bank(over: books.store, books.clock)
        books.clock.set(by: -3 * Self.day)
        await bank.signInAsNobody()
        books.clock.set(by: 3 * Self.day)
        #expect(try await refusal(of: bank, books) == .clockFarAheadOfBooks)
    }

    // MARK: - Sessions

    // Symptom: a session that was signed out or revoked was served again after the clock had been set
    // back. Cause: its end was compared with the time, and lay in the future then.
    @Test("a session that was ended under a clock that ran ahead stays ended", arguments: 0..<4)
    func staysEnded(way: Int) async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let other = try await bank.signIn("asha")
        let id = asha.reply.sessionID
        bank.clock.set(by: 500)
        switch way {
        case 0: #expect(try await asha.ask(.signOut) == .signedOut)
        case 1: #expect(try await other.ask(.endSession(id)) == .done)
        case 2: #expect(try await bank.bank.revokeSession(id))
        default:
            let spent = asha.tokens.refresh
            let access = asha.tokens.access
            try await asha.renew()
            let reused = RenewRequest(
                refresh: spent,
                nonce: [UInt8](repeating: 1, count: RenewRequest.nonceByteCount)
            )
            #expect(try await bank.send(.renew(reused), token: nil) == Self.ended)
            bank.clock.set(by: -500)
            #expect(try await bank.send(status, token: access) == Self.ended)
            return
        }
        bank.clock.set(by: -500)
        #expect(try await bank.send(status, token: asha.tokens.access) == Self.ended)
        #expect(try await asha.renew() == Self.ended)
        #expect(try await bank.bank.revokeSession(id) == false)
    }

    // Symptom: under a clock two days ahead "every session has ended" ended none, and when the clock
    // was right again the old ones went on. Cause: only sessions that lived by that clock were ended.
    @Test("every session means every one, whatever the clock says of it", arguments: 0..<6)
    func everySession(way: Int) async throws {
        let bank = try await TestBank.open()
        let tara = try await bank.signIn("tara", terminal: "till-1")
        let user = try bank.user("tara")
        bank.clock.set(by: 2 * Self.day)
        switch way {
        case 0:
            let password = TestBank.secret(Array("another seven forts".utf8))
            try await bank.bank.changePassword(of: user, to: password)
        case 1: #expect(try await bank.bank.revokeSessions(of: user) == 1)
        case 2: #expect(try await bank.bank.revokeTerminal("till-1") == 1)
        case 3: #expect(try await bank.bank.changeRole(of: user, to: .supervisor))
        case 4:
            _ = try await bank.bank.resetTOTP(
                of: user,
                secret: TestBank.secret([UInt8](repeating: 7, count: 20)),
                issuer: "Sahyadri Bank"
            )
        default:
            #expect(try await bank.bank.disableUser(user))
            #expect(try await bank.bank.enableUser(user))
        }
        bank.clock.set(by: -2 * Self.day)
        let replies = [try await tara.ask(status), try await tara.renew()]
        for reply in replies {
            guard case .problem(let problem) = reply else {
                Issue.record("the session goes on")
                continue
            }
            #expect(problem.code == (way == 2 ? .wipe : .sessionEnded))
        }
        #expect(try await bank.bank.revokeSessions(of: user) == 0)
        #expect(try await bank.store.check() == nil)
    }

    @Test("what ends every session does not count those whose keys are gone")
    func forgotten() async throws {
        let bank = try await TestBank.open()
        _ = try await bank.signIn("asha")
        let terms = bank.configuration.terms
        bank.clock.advance(seconds: terms.customerSessionSeconds + terms.endedKeySeconds)
        #expect(try await bank.bank.destroyEndedKeys() == 1)
        #expect(try await bank.bank.revokeSessions(of: bank.user("asha")) == 0)
        #expect(try await bank.audited(.sessionRevoked).isEmpty)
    }

    // MARK: - Keys

    @Test("a clock that was set turns no signing key, and keeps nobody out")
    func turnsNothing() async throws {
        let bank = try await TestBank.open()
        _ = try await bank.signIn("asha")
        let keys = try await bank.publishedKeys()
        bank.clock.set(by: 8 * Self.day)
        let rohan = try await bank.signIn("rohan")
        #expect(try await rohan.ask(status) == unknown)
        #expect(try await bank.publishedKeys() == keys)
        bank.clock.set(by: -8 * Self.day)
        #expect(try await bank.audited(.signingKeyBegun).count == 1)
    }

    // Symptom: a leaked key that was turned under a clock two days ahead was good for two days more.
    // Cause: its end was compared with the time, and lay in the future then.
    @Test("a signing key that was turned under a clock that ran ahead is good no more")
    func turnedByHand() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let old = asha.tokens.access
        bank.clock.set(by: 2 * Self.day)
        let new = try await bank.bank.rotateSigningKey()
        bank.clock.set(by: -2 * Self.day)
        #expect(try await bank.publishedKeys() == [new])
        let expired = Reply.problem(Problem(code: .tokenExpired))
        #expect(try await bank.send(status, token: old) == expired)
        try await asha.renew()
        #expect(try await asha.ask(status) == unknown)
    }

    // MARK: - Codes

    // Symptom: after the clock had been set back by two hours, right codes were called too old, and
    // five of them brought a delay. Cause: the session was opened "in the future", so that no code
    // counted live; and refusals for the time alone were counted as guesses.
    @Test("a right code counts in a session that was opened under a clock that ran ahead")
    func codeAfterCorrection() async throws {
        let bank = try await TestBank.open()
        bank.clock.set(by: 7_200)
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let waiting = try asha.request(asha.reviewed(TestSession.Order()))
        bank.clock.set(by: -7_200)
        try await asha.renew()
        // Typed while the clock ran ahead: right for the time that it claims, which is to come.
        for _ in 0..<6 {
            #expect(try await asha.submit(waiting) == .notAuthorised(.codeTooOld))
        }
        for _ in 0..<2 {
            bank.clock.advance(seconds: 30)
            let request = try asha.request(asha.reviewed(TestSession.Order()))
            guard case .created = try await asha.submit(request) else {
                Issue.record("a right code was refused")
                return
            }
        }
    }
}

/// The disk takes no more.
private struct DiskFull: Error {}

extension TestBank {
    /// Another bank over the same books, begun under a clock that is so much ahead.
    fileprivate func bank(aheadBySeconds seconds: Int64) -> Bank {
        bank(over: store, TestClock(clock.now().adding(seconds: seconds)))
    }

    fileprivate func bank(over store: any LedgerStore, _ clock: TestClock) -> Bank {
        Bank(
            store: store,
            masterKey: masterKey,
            clock: clock,
            random: random,
            log: log,
            configuration: configuration
        )
    }
}

extension Bank {
    /// Asks to sign in as somebody whom there is not, which leaves a line in the audit log.
    fileprivate func signInAsNobody() async {
        let request = SignInRequest(
            user: "nobody",
            password: Array("wrong".utf8),
            code: Array("000000".utf8)
        )
        let envelope = RequestEnvelope(token: nil, request: .signIn(request))
        _ = await handle(envelope, from: .inProcess)
    }
}
