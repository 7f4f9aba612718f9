import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerStoreSQLite
import Testing
import WireProtocol

@testable import LedgerService

// Attack: one address sends sign-ins without end, under names that may be anybody's.
// Expectation: what goes beyond the address's limit takes no place at which passwords are hashed,
// and what is counted under a name does not tell from outside which name that is.
// Method: a bank whose only place is taken, and the books of a bank beside another master key.

@Suite(.timeLimit(.minutes(5)))
struct SignInFloodTests {
    private static let flooder = "198.51.100.7"
    private static let home = "192.0.2.1"

    // Symptom: 400 connections gave others eight refusals of sixteen. Cause: each try waited for a
    // place to hash at before it was counted. Proof: with no place free all are answered at once.
    @Test("sign-ins beyond the limit of an address are refused without a place to hash at")
    func beyondLimit() async throws {
        var configuration = BankConfiguration.forTests
        configuration.hashConcurrency = 1
        configuration.limits[.signInsOfAddress] = RateLimit(burst: 2, perMinute: 1)
        let bank = try await TestBank.open(configuration: configuration)
        for _ in 0..<2 {
            _ = try await bank.askToSignIn("asha", code: "000000", address: Self.flooder)
        }
        let isIn = await bank.bank.enterHashPlace()
        #expect(isIn)
        let codes = try await withThrowingTaskGroup(of: Problem.Code?.self) { group in
            for number in 0..<2 * BankConfiguration.hashQueueLimit {
                group.addTask {
                    let name = number % 2 == 0 ? "asha" : "nobody\(number)"
                    let reply = try await bank.askToSignIn(
                        name,
                        code: "000000",
                        address: Self.flooder
                    )
                    guard case .problem(let problem) = reply else { return nil }
                    return problem.code
                }
            }
            var codes: Set<Problem.Code?> = []
            for try await code in group { codes.insert(code) }
            return codes
        }
        #expect(codes == [.slowDown])
        await bank.bank.leaveHashPlace()
        bank.clock.advance(seconds: 30)
        guard case .signedIn = try await bank.askToSignIn("asha", address: Self.home) else {
            Issue.record("the user is kept out")
            return
        }
    }

    // Symptom: forty addresses with wrong passwords made other people's sign-in take seven seconds.
    // Cause: all addresses took turns alike. Proof: with strangers waiting before, whoever comes from
    // where the user signed in before is the first who is let in.
    @Test("a user at a place from which they signed in goes before strangers who came earlier")
    func knownPlace() async throws {
        var configuration = BankConfiguration.forTests
        configuration.hashConcurrency = 1
        let bank = try await TestBank.open(configuration: configuration)
        bank.clock.advance(seconds: 30)
        _ = try await bank.askToSignIn("asha", address: Self.home)
        bank.clock.advance(seconds: 30)
        let isIn = await bank.bank.enterHashPlace()
        #expect(isIn)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...4 {
                group.addTask {
                    let address = "198.51.100.\(number)"
                    _ = try await bank.askToSignIn("asha", code: "000000", address: address)
                }
            }
            while await bank.bank.waitingHashCount < 4 { await Task.yield() }
            group.addTask { _ = try await bank.askToSignIn("asha", address: Self.home) }
            while await bank.bank.waitingHashCount < 5 { await Task.yield() }
            await bank.bank.leaveHashPlace()
            try await group.waitForAll()
        }
        let results = try await bank.auditRows(.signIn).map(\.result)
        #expect(results == [.done, .done, .refused, .refused, .refused, .refused])
    }

    // Symptom: a stop under a flood of sign-ins took longer than its deadline. Cause: a sign-in that
    // waited for a place to hash at did not hear that its task was cancelled.
    @Test("a cancelled sign-in leaves the queue unhashed and uncounted, and others keep their turn")
    func cancelled() async throws {
        var configuration = BankConfiguration.forTests
        configuration.hashConcurrency = 1
        let bank = try await TestBank.open(configuration: configuration)
        let isIn = await bank.bank.enterHashPlace()
        #expect(isIn)
        let gone = (0..<3).map { number in
            Task {
                let address = "198.51.100.\(number)"
                return try await bank.askToSignIn("asha", code: "000000", address: address)
            }
        }
        while await bank.bank.waitingHashCount < 3 { await Task.yield() }
        let stays = Task { try await bank.askToSignIn("asha", address: Self.home) }
        while await bank.bank.waitingHashCount < 4 { await Task.yield() }
        for task in gone { task.cancel() }
        for task in gone {
            #expect(try await task.value == .problem(Problem(code: .busy)))
        }
        #expect(await bank.bank.waitingHashCount == 1)
        await bank.bank.leaveHashPlace()
        guard case .signedIn = try await stays.value else {
            Issue.record("the user is kept out")
            return
        }
        #expect(try await bank.auditRows(.signIn).map(\.result) == [.done])
        // The place is free again.
        #expect(await bank.bank.enterHashPlace())
    }

    @Test("names and places are counted under a key of the bank, also names that nobody has")
    func keyedNames() async throws {
        let bank = try await TestBank.open()
        let other = try MasterKey(TestBank.secret([UInt8](repeating: 9, count: 32)))
        let origin = RequestOrigin(address: Self.flooder, terminal: nil)
        for name in ["asha", "nobody"] {
            _ = try await bank.askToSignIn(name, code: "000000", address: Self.flooder)
            let own = SignInPlace(name, origin, bank.masterKey)
            let foreign = SignInPlace(name, origin, other)
            let (counted, elsewhere) = try await bank.store.read {
                (try $0.tries(under: own.attemptKey), try $0.tries(under: foreign.attemptKey))
            }
            #expect(counted != AttemptRecord())
            #expect(elsewhere == AttemptRecord())
            #expect(own.placeBits != foreign.placeBits)
        }
    }

    @Test("each name has a bucket of its own, and another one under another key")
    func buckets() throws {
        let origin = RequestOrigin(address: Self.flooder, terminal: nil)
        let names = (1...99).map { "nobody\($0)" }
        let bits = try [8, 9].flatMap { (byte: UInt8) -> [UInt128] in
            let key = try MasterKey(TestBank.secret([UInt8](repeating: byte, count: 32)))
            return names.map { SignInPlace($0, origin, key).nameBits }
        }
        #expect(Set(bits).count == 2 * names.count)
    }
}
