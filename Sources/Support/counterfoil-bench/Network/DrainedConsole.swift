import ClientCache
import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import MoneyCore
import Synchronization
import SyncCore

/// A line that loses one message in so many, or everything while it is cut.
final class LossyLink: BankLink {
    private struct State {
        var random: SplitMix64
        var isCut = false
        var isGood = true
    }

    private let link: any BankLink
    private let lossInverse: UInt64
    private let state: Mutex<State>

    /// Makes a line that loses nothing until it is told to.
    init(_ link: any BankLink, seed: UInt64, lossInverse: UInt64) {
        self.link = link
        self.lossInverse = lossInverse
        state = Mutex(State(random: SplitMix64(seed: seed)))
    }

    func cut() { state.withLock { $0.isCut = true } }

    /// Mends the line, which loses messages from now on.
    func mend() {
        state.withLock { state in
            state.isCut = false
            state.isGood = false
        }
    }

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        let (isCut, isRequestLost, isReplyLost) = state.withLock { state in
            let draws = (state.random.next() % lossInverse, state.random.next() % lossInverse)
            return (state.isCut, !state.isGood && draws.0 == 0, !state.isGood && draws.1 == 0)
        }
        guard !isCut else { throw .notSent(.lineDown) }
        guard !isRequestLost else { throw .noReply(.lineDown) }
        let reply = try await link.send(request)
        guard !isReplyLost else { throw .noReply(.lineDown) }
        return reply
    }
}

/// A console whose outbox is filled while its line is cut, and drained afterwards.
struct DrainedConsole: Sendable {
    private let customer: NetworkStage.Customer
    private let link: LossyLink
    private let clock: BenchClock
    private let client: Client

    init(
        _ customer: NetworkStage.Customer,
        link: LossyLink,
        clock: BenchClock,
        storageFolder: String
    ) throws {
        self.customer = customer
        self.link = link
        self.clock = clock
        client = Client(
            link: link,
            storage: try SealedFileStorage(folder: storageFolder),
            clock: clock,
            random: SecureRandom(),
            zone: .india
        )
    }

    /// Fills the outboxes one by one, then drains all of them at once.
    ///
    /// - Returns: The seconds from the first console that is back to the last transfer decided.
    static func measure(
        _ consoles: [DrainedConsole],
        count: Int,
        _ clock: BenchClock
    ) async throws -> Double {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for console in consoles { group.addTask { await console.client.run() } }
            defer { group.cancelAll() }
            for (number, console) in consoles.enumerated() {
                Progress.show("Filling outbox \(number + 1) of \(consoles.count)")
                try await console.fill(count)
            }
            clock.goForward(seconds: TOTP.standard.periodSeconds * 2)
            Progress.show("Draining \(count * consoles.count) transfers")
            let startedAt = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for console in consoles { group.addTask { try await console.drain() } }
                try await group.waitForAll()
            }
            return (ContinuousClock.now - startedAt) / .seconds(1)
        }
    }

    private func fill(_ count: Int) async throws {
        let events = await client.events()
        try await signIn()
        for await _ in events where try await client.accounts().count == 2 { break }
        link.cut()
        for number in 0..<count {
            try Interruption.check()
            clock.goForward(seconds: TOTP.standard.periodSeconds)
            let outcome = await client.review(
                TransferDraft(
                    from: customer.accounts[number % 2],
                    to: customer.accounts[(number + 1) % 2],
                    amount: Money(minorUnits: 10_000 + Int64(number), currency: .indianRupee),
                    reference: "\(customer.user.name) \(number)"
                )
            )
            guard case .review(let review) = outcome else {
                throw BenchFailure("A transfer cannot be reviewed: \(outcome)")
            }
            let code = customer.user.code(at: clock.now())
            guard case .queued = await client.authorise(review, code: code) else {
                throw BenchFailure("A transfer was not queued.")
            }
        }
        await client.signOut()
        link.mend()
    }

    private func drain() async throws {
        let events = await client.events()
        try await signIn()
        for await _ in events {
            try Interruption.check()
            if await client.status().queuedCount == 0 { return }
        }
    }

    /// A sign-in may be lost like anything else; its code is spent then.
    private func signIn() async throws {
        for _ in 0..<20 {
            let outcome = await client.signIn(
                user: customer.user.name,
                password: SharedSecret(copying: Array(customer.user.password.utf8).span),
                code: customer.user.code(at: clock.now())
            )
            if case .signedIn = outcome { return }
            clock.goForward(seconds: TOTP.standard.periodSeconds)
        }
        throw BenchFailure("\(customer.user.name) cannot sign in.")
    }
}
