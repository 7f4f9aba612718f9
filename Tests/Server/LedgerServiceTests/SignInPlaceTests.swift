import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerService
import Testing
import WireProtocol

// Attack: somebody who knows a user name fails to sign in with it, from one place or from many.
// Expectation: they have to wait, and the user does not, neither at sign-in nor in a live session.
// Method: failures from some addresses, and then what the user's own console gets.

struct SignInPlaceTests {
    private let refused = Reply.problem(Problem(code: .signInRefused))
    private static let home = "192.0.2.1"
    private static let stranger = "198.51.100.7"

    private func fail(_ count: Int, at bank: TestBank, from address: String) async throws {
        for _ in 0..<count {
            let reply = try await bank.askToSignIn(
                "asha",
                password: "not the password",
                code: "123456",
                address: address
            )
            #expect(reply == refused)
        }
    }

    private func signIn(_ bank: TestBank, from address: String) async throws -> Bool {
        bank.clock.advance(seconds: 30)
        if case .signedIn = try await bank.askToSignIn("asha", address: address) { return true }
        return false
    }

    @Test("failures at one place delay nobody who signs in at another")
    func otherPlace() async throws {
        let bank = try await TestBank.open()
        try await fail(5, at: bank, from: Self.stranger)
        let wait = Reply.problem(Problem(code: .tooManyTries, retryAfterSeconds: 30))
        #expect(try await bank.askToSignIn("asha", address: Self.stranger) == wait)
        #expect(try await bank.askToSignIn("asha", address: Self.home) != wait)
        #expect(try await signIn(bank, from: Self.home))
    }

    @Test("a terminal with a certificate is a place by itself, wherever its line ends")
    func terminal() async throws {
        let bank = try await TestBank.open()
        try await fail(5, at: bank, from: Self.home)
        bank.clock.advance(seconds: 1)
        let reply = try await bank.askToSignIn("asha", address: Self.home, terminal: "fort-2")
        guard case .signedIn = reply else {
            Issue.record("not signed in: \(reply)")
            return
        }
    }

    @Test("failures at sign-in stop no transfer of a live session, and no other one begins to wait")
    func liveSession() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        for _ in 0..<5 { _ = try await bank.askToSignIn("asha", code: "000000") }
        // Another step's code, while the sixth failure still delays the next sign-in.
        bank.clock.advance(seconds: 31)
        _ = try await bank.askToSignIn("asha", code: "000000")
        let transfer = try asha.request(asha.reviewed(TestSession.Order()))
        guard case .created = try await asha.submit(transfer) else {
            Issue.record("the transfer has to wait for somebody else's failures")
            return
        }
    }

    @Test("a right code forgets the wrong ones before it, so that these do not add up for ever")
    func rightCode() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let wrong = try #require(OneTimeCode("000000"))
        for _ in 0..<3 {
            bank.clock.advance(seconds: 30)
            for _ in 0..<4 {
                let guess = try asha.request(asha.reviewed(TestSession.Order()), code: wrong)
                #expect(try await asha.submit(guess) == .notAuthorised(.codeWrong))
            }
            let right = try asha.request(asha.reviewed(TestSession.Order()))
            guard case .created = try await asha.submit(right) else {
                Issue.record("not created")
                return
            }
        }
    }

    // Attack: a thousand places guess together, each too seldom to be delayed.
    // Expectation: together they have the tries of one, and the user's own place has its own.
    @Test("many new places together guess no faster than one, and a known place is not delayed")
    func manyPlaces() async throws {
        var configuration = BankConfiguration.forTests
        configuration.limits[.signInsFromNewPlaces] = RateLimit(burst: 6, everySeconds: 900)
        let bank = try await TestBank.open(configuration: configuration)
        #expect(try await signIn(bank, from: Self.home))
        for number in 1...6 { try await fail(1, at: bank, from: "198.51.100.\(number)") }
        let wait = Reply.problem(Problem(code: .tooManyTries, retryAfterSeconds: 900))
        #expect(try await bank.askToSignIn("asha", address: Self.stranger) == wait)
        #expect(try await bank.askToSignIn("nobody", code: "1", address: Self.stranger) == refused)
        #expect(try await signIn(bank, from: Self.home))
        bank.clock.advance(seconds: 900)
        #expect(try await signIn(bank, from: Self.stranger))
    }

    // Attack: somebody who has to wait asks on, which costs them nothing, and fills the audit log.
    // Expectation: each delay has one line, from however many places it is asked.
    @Test("a delay is told once in the audit log, however often somebody asks while it runs")
    func toldOnce() async throws {
        var configuration = BankConfiguration.forTests
        configuration.limits[.signInsFromNewPlaces] = RateLimit(burst: 12, everySeconds: 900)
        let bank = try await TestBank.open(configuration: configuration)
        func lines(afterAsking places: ClosedRange<Int>) async throws -> Int {
            for number in places {
                _ = try await bank.askToSignIn("asha", address: "198.51.100.\(number)")
            }
            return try await bank.auditRows(.signIn).count { $0.result == .delayed }
        }
        try await fail(5, at: bank, from: "198.51.100.1")
        for _ in 0..<20 { #expect(try await lines(afterAsking: 1...1) == 1) }
        bank.clock.advance(seconds: 30)
        try await fail(1, at: bank, from: "198.51.100.1")
        for _ in 0..<20 { #expect(try await lines(afterAsking: 1...1) == 2) }
        // Lifted, it begins anew.
        try await bank.bank.unlockUser(bank.user("asha"))
        try await fail(5, at: bank, from: "198.51.100.1")
        #expect(try await lines(afterAsking: 1...1) == 3)
        // The delay of all new places together is one as well.
        bank.clock.advance(seconds: 30)
        for number in 2...8 { try await fail(1, at: bank, from: "198.51.100.\(number)") }
        #expect(try await lines(afterAsking: 20...40) == 4)
    }

    @Test("a success from a new place takes none of the tries that new places have")
    func successIsFree() async throws {
        var configuration = BankConfiguration.forTests
        configuration.limits[.signInsFromNewPlaces] = RateLimit(burst: 1, everySeconds: 900)
        let bank = try await TestBank.open(configuration: configuration)
        for number in 1...4 { #expect(try await signIn(bank, from: "192.0.2.\(number)")) }
    }

    @Test("how many places are remembered of a user goes by the bank's counts")
    func placesOfUser() async throws {
        var configuration = BankConfiguration.forTests
        configuration.limits[.signInsFromNewPlaces] = RateLimit(burst: 1, everySeconds: 900)
        configuration.counts.placesOfUser = 1
        let bank = try await TestBank.open(configuration: configuration)
        #expect(try await signIn(bank, from: Self.home))
        bank.clock.advance(seconds: 1)
        #expect(try await signIn(bank, from: Self.stranger))
        try await fail(1, at: bank, from: "198.51.100.1")
        // The first place is new again, and shares what new places have.
        #expect(try await !signIn(bank, from: Self.home))
        #expect(try await signIn(bank, from: Self.stranger))
    }

    @Test("a name that nobody has is delayed in the same steps as one that somebody has")
    func unknownName() async throws {
        let bank = try await TestBank.open()
        var answers: [[Reply]] = [[], []]
        for _ in 0..<40 {
            for (index, name) in ["asha", "nobody"].enumerated() {
                answers[index].append(
                    try await bank.askToSignIn(name, code: "000000", address: Self.stranger)
                )
            }
            bank.clock.advance(seconds: 600)
        }
        #expect(answers[0] == answers[1])
        // Other names share nothing with it.
        #expect(
            try await bank.askToSignIn("nobody else", code: "1", address: Self.stranger) == refused
        )
    }

    @Test("failures are forgotten after a day without a try")
    func forgotten() async throws {
        let bank = try await TestBank.open()
        for name in ["asha", "nobody"] {
            for _ in 0..<5 {
                _ = try await bank.askToSignIn(name, code: "000000", address: Self.stranger)
            }
        }
        bank.clock.advance(seconds: AttemptRecord.memorySeconds)
        for name in ["asha", "nobody"] {
            for _ in 0..<4 {
                let reply = try await bank.askToSignIn(
                    name,
                    code: "000000",
                    address: Self.stranger
                )
                #expect(reply == refused)
            }
        }
    }

    @Test("staff lift the delays of a user at all places")
    func unlock() async throws {
        let bank = try await TestBank.open()
        try await fail(5, at: bank, from: Self.home)
        try await fail(5, at: bank, from: Self.stranger)
        try await bank.bank.unlockUser(bank.user("asha"))
        #expect(try await signIn(bank, from: Self.home))
        #expect(try await signIn(bank, from: Self.stranger))
    }

    // Symptom: after the bank's clock was set back nobody at an address could sign in, also after a
    // restart. Cause: budgets and delays lay hours ahead. Proof: every one of them counts as now.
    @Test("a clock that is set back locks nobody out, nor does a restart after it")
    func clockSetBack() async throws {
        var configuration = BankConfiguration.forTests
        let few = RateLimit(burst: 2, perMinute: 1)
        configuration.limits = RateLimits([
            .requestsOfAddress: RateLimit(burst: 60, perMinute: 1),
            .signInsOfAddress: few,
            .signInsFromNewPlaces: few,
        ])
        var bank = try await TestBank.open(configuration: configuration)
        // Ahead by four hours, in which something is booked.
        bank.clock.advance(seconds: 14_400)
        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        try await fail(2, at: bank, from: Self.home)
        bank.clock.advance(seconds: -7_200)
        #expect(try await signIn(bank, from: Self.home))
        try await fail(1, at: bank, from: Self.home)
        bank.clock.advance(seconds: -7_200)
        bank = try await bank.reopened()
        #expect(try await signIn(bank, from: Self.home))
    }
}
