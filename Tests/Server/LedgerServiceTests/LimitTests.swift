import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import Testing
import WireProtocol

/// Goal: requests that come too often have to wait, from any caller, and a restart forgives little.
///
/// Method: small limits, a clock that stands still, and each budget by itself.
struct LimitTests {
    private let status = Request.intentStatus(IntentKey(rawValue: 1))
    private static let few = RateLimit(burst: 3, perMinute: 6)

    private static func slowDown(_ seconds: Int64) -> Reply {
        .problem(Problem(code: .slowDown, retryAfterSeconds: seconds))
    }

    private func bank(_ limits: RateLimits) async throws -> TestBank {
        var configuration = BankConfiguration.forTests
        configuration.limits = limits
        return try await TestBank.open(configuration: configuration)
    }

    @Test("requests from one address wait, those from another and from inside do not")
    func address() async throws {
        let bank = try await bank(RateLimits([.requestsOfAddress: Self.few]))
        let asha = try await bank.signIn("asha")
        func ask(_ address: String?) async throws -> Reply {
            try await bank.send(status, token: asha.tokens.access, address: address)
        }
        for _ in 0..<3 { #expect(try await ask("192.0.2.1") == .intent(.unknown)) }
        #expect(try await ask("192.0.2.1") == Self.slowDown(10))
        #expect(try await ask("192.0.2.2") == .intent(.unknown))
        #expect(try await ask(nil) == .intent(.unknown))
        bank.clock.advance(seconds: 10)
        #expect(try await ask("192.0.2.1") == .intent(.unknown))
        #expect(try await ask("192.0.2.1") == Self.slowDown(10))
    }

    @Test("pages count as requests of their address, from inside none, and books are not needed")
    func outside() async throws {
        let bank = try await bank(RateLimits([.requestsOfAddress: Self.few]))
        let origin = RequestOrigin(address: "192.0.2.1", terminal: nil)
        for _ in 0..<3 { #expect(bank.bank.judgeOutside(from: origin) == nil) }
        let problem = Problem(code: .slowDown, retryAfterSeconds: 10)
        #expect(bank.bank.judgeOutside(from: origin) == problem)
        let reply = try await bank.send(status, token: [1], address: "192.0.2.1")
        #expect(reply == Self.slowDown(10))
        let other = RequestOrigin(address: "192.0.2.2", terminal: nil)
        #expect(bank.bank.judgeOutside(from: other) == nil)
        #expect(bank.bank.judgeOutside(from: .inProcess) == nil)
    }

    // Attack: a subscriber has 2^64 IPv6 addresses, and asks from each of them a few times.
    @Test("IPv6 addresses of one network wait together, those that stand for IPv4 by themselves")
    func networks() async throws {
        let bank = try await bank(RateLimits([.requestsOfAddress: Self.few]))
        let asha = try await bank.signIn("asha")
        func ask(_ address: String) async throws -> Reply {
            try await bank.send(status, token: asha.tokens.access, address: address)
        }
        for host in [":1", "ffff:0:0:1", "abcd::2"] {
            #expect(try await ask("2001:db8:1:2:\(host)") == .intent(.unknown))
        }
        #expect(try await ask("2001:db8:1:2:ffff::9") == Self.slowDown(10))
        #expect(try await ask("2001:db8:1:3::1") == .intent(.unknown))
        for _ in 0..<3 { #expect(try await ask("::ffff:192.0.2.1") == .intent(.unknown)) }
        #expect(try await ask("::ffff:192.0.2.1") == Self.slowDown(10))
        #expect(try await ask("::ffff:192.0.2.2") == .intent(.unknown))
    }

    @Test("requests without a good token count for their address as well")
    func strangers() async throws {
        let bank = try await bank(RateLimits([.requestsOfAddress: Self.few]))
        for _ in 0..<3 { _ = try await bank.send(status, token: [1], address: "192.0.2.1") }
        let reply = try await bank.send(status, token: [1], address: "192.0.2.1")
        #expect(reply == Self.slowDown(10))
    }

    @Test("sign-ins from one address wait across all names and a restart, and count as no failure")
    func signIns() async throws {
        var bank = try await bank(RateLimits([.signInsOfAddress: Self.few]))
        func ask(_ name: String) async throws -> Reply {
            try await bank.askToSignIn(
                name,
                password: "not the password",
                code: "123456",
                address: "192.0.2.1"
            )
        }
        for name in ["asha", "rohan", "nobody"] {
            #expect(try await ask(name) == .problem(Problem(code: .signInRefused)))
        }
        #expect(try await ask("asha") == Self.slowDown(10))
        bank = try await bank.reopened()
        for _ in 0..<10 { #expect(try await ask("asha") == Self.slowDown(10)) }
        _ = try await bank.signIn("asha")
    }

    @Test("a user's requests wait in all sessions together, another's do not")
    func user() async throws {
        let bank = try await bank(RateLimits([.requestsOfUser: Self.few]))
        let sessions = [try await bank.signIn("asha"), try await bank.signIn("asha")]
        let rohan = try await bank.signIn("rohan")
        for number in 0..<3 {
            #expect(try await sessions[number % 2].ask(status) == .intent(.unknown))
        }
        #expect(try await sessions[0].ask(status) == Self.slowDown(10))
        #expect(try await sessions[1].ask(status) == Self.slowDown(10))
        #expect(try await rohan.ask(status) == .intent(.unknown))
        // Renewing is no request of the user's budget: a console must be able to stay signed in.
        guard case .renewed = try await sessions[0].renew() else {
            Issue.record("not renewed")
            return
        }
    }

    @Test("reads in bulk have a budget of their own")
    func bulk() async throws {
        let bank = try await bank(RateLimits([.bulkReadsOfUser: Self.few]))
        let asha = try await bank.signIn("asha")
        let entries = Request.entries(
            EntriesRequest(accountID: try bank.account("savings"), first: 1, last: 1)
        )
        for _ in 0..<3 {
            guard case .entries = try await asha.ask(entries) else {
                Issue.record("no entries")
                return
            }
        }
        #expect(try await asha.ask(entries) == Self.slowDown(10))
        #expect(try await asha.ask(status) == .intent(.unknown))
    }

    @Test("transfers wait by user and by account, and a stranger uses up nobody's account")
    func transfers() async throws {
        let limits = RateLimits([
            .transfersOfUser: RateLimit(burst: 5, perMinute: 1),
            .transfersOfAccount: RateLimit(burst: 1, perMinute: 1),
        ])
        let bank = try await bank(limits)
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        func submit(_ session: TestSession, _ account: String) async throws -> Reply {
            bank.clock.advance(seconds: 30)
            var order = TestSession.Order()
            order.from = account
            return try await session.ask(.submitIntent(session.request(session.reviewed(order))))
        }
        // Rohan does not operate Asha's account: his tries count for him alone.
        for _ in 0..<3 {
            guard case .intent = try await submit(rohan, "savings") else {
                Issue.record("not decided")
                return
            }
        }
        guard case .intent = try await submit(asha, "savings") else {
            Issue.record("not decided")
            return
        }
        #expect(try await submit(asha, "savings") == Self.slowDown(30))
        guard case .intent = try await submit(asha, "current") else {
            Issue.record("another account has to wait as well")
            return
        }
    }

    @Test("keys that are taken back unseen count as transfers, those that are known do not")
    func cancels() async throws {
        let bank = try await bank(RateLimits([.transfersOfUser: Self.few]))
        let asha = try await bank.signIn("asha")
        func cancel(_ key: UInt128) async throws -> Reply {
            try await asha.ask(.cancelIntent(IntentKey(rawValue: key)))
        }
        for key in 1...3 as ClosedRange<UInt128> {
            guard case .intent(.created) = try await cancel(key) else {
                Issue.record("not taken back")
                return
            }
        }
        #expect(try await cancel(4) == Self.slowDown(10))
        for _ in 0..<5 {
            guard case .intent(.exists) = try await cancel(1) else {
                Issue.record("not known")
                return
            }
        }
        let status = try await asha.ask(.intentStatus(IntentKey(rawValue: 4)))
        #expect(status == .intent(.unknown))
    }

    @Test("a user's new consoles have to wait, those that were seen before do not")
    func consoles() async throws {
        let bank = try await bank(RateLimits([.consolesOfUser: Self.few]))
        let asha = try await bank.signIn("asha")
        func begin(_ number: UInt8) async throws -> Reply {
            let key = [UInt8](repeating: number, count: 32)
            return try await asha.beginSync(cursor: nil, deviceKey: key)
        }
        for number in [1, 2, 3, 1, 2] as [UInt8] {
            guard case .syncBegun = try await begin(number) else {
                Issue.record("refused")
                return
            }
        }
        #expect(try await begin(4) == Self.slowDown(10))
        guard case .syncBegun = try await begin(3) else {
            Issue.record("a known console has to wait")
            return
        }
        #expect(try await bank.auditRows(.deviceRegistered).count == 3)
    }

    // Symptom: a clock set back by seconds to minutes had everybody refused until it had caught up.
    // Proof: a request in memory, and a sign-in in the books, pass at once and then at their pace.
    @Test(
        "after the clock was set back requests and sign-ins pass, and then at their pace",
        arguments: [5, 20, 60, 300, 301, 360] as [Int64]
    )
    func clockBack(seconds: Int64) async throws {
        let limits = RateLimits([.signInsOfAddress: Self.few, .requestsOfUser: Self.few])
        let bank = try await bank(limits)
        let asha = try await bank.signIn("asha")
        for _ in 0..<3 {
            _ = try await asha.ask(status)
            _ = try await Self.guess(bank)
        }
        #expect(try await asha.ask(status) == Self.slowDown(10))
        #expect(try await Self.guess(bank) == Self.slowDown(10))
        bank.clock.set(by: -seconds)
        // A token of a time still to come is no good, and is renewed.
        guard case .renewed = try await asha.renew() else {
            Issue.record("no token")
            return
        }
        #expect(try await asha.ask(status) == .intent(.unknown))
        #expect(try await Self.guess(bank) == .problem(Problem(code: .signInRefused)))
        bank.clock.advance(seconds: 10)
        #expect(try await asha.ask(status) == .intent(.unknown))
        #expect(try await Self.guess(bank) == .problem(Problem(code: .signInRefused)))
    }

    /// Asks to sign in with a wrong password.
    private static func guess(_ bank: TestBank) async throws -> Reply {
        try await bank.askToSignIn(
            "nobody",
            password: "not the password",
            code: "123456",
            address: "192.0.2.1"
        )
    }

    @Test("what readers asked is written down within ten seconds, and not at every request")
    func saved() async throws {
        let bank = try await bank(RateLimits([.requestsOfUser: Self.few]))
        let asha = try await bank.signIn("asha")
        _ = try await asha.ask(status)
        let now = bank.clock.now()
        #expect(try await bank.store.read { try $0.limits(at: now) }.isEmpty)
        bank.clock.advance(seconds: 10)
        _ = try await asha.ask(status)
        _ = try await asha.ask(status)
        let saved = try await bank.store.read { try $0.limits(at: now) }
        #expect(saved.map(\.key) == [LimitKey(.requestsOfUser, of: try bank.user("asha").rawValue)])
        let again = try await bank.reopened()
        let later = TestSession(bank: again, name: "asha", reply: asha.reply)
        _ = try await later.ask(status)
        _ = try await later.ask(status)
        #expect(try await later.ask(status) == Self.slowDown(10))
    }
}
