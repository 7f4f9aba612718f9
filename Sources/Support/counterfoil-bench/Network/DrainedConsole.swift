import ClientCache
import ClientService
import CoreVocabulary
import Cryptography
import MoneyCore
import Synchronization

/// A link that loses a fraction of its messages, or all while it is cut.
final class LossyLink: BankLink {
    private struct State {
        var random: SplitMix64
        var isCut = false
        var isGood = true
    }

    private let link: any BankLink
    private let lossInverse: UInt64
    private let state: Mutex<State>

    /// Creates a link that loses nothing until it is cut and mended.
    init(_ link: any BankLink, seed: UInt64, lossInverse: UInt64) {
        self.link = link
        self.lossInverse = lossInverse
        state = Mutex(State(random: SplitMix64(seed: seed)))
    }

    func cut() { state.withLock { $0.isCut = true } }

    /// Mends the link, which loses messages from now on.
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

/// A console whose outbox is filled while its link is cut, and drained afterwards.
struct DrainedConsole: Sendable {
    /// Interval between two checks of the outbox, in milliseconds.
    private static let pauseMilliseconds: Int64 = 10
    /// Time for which an outbox may make no progress: longer than its longest pause after losses.
    private static let patience = Duration.seconds(60)

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
        let storage = try SealedFileStorage(folder: storageFolder)
        client = Client(link: link, storage: storage, clock: clock)
    }

    /// Fills the outboxes concurrently, then drains all of them at once.
    ///
    /// They are filled concurrently because each code takes half a minute of the bank's time. The
    /// bank accepts no transfer whose authorisation is older than a customer's lease.
    ///
    /// - Returns: The seconds from the first reconnected console to the last decided transfer.
    static func measure(
        _ consoles: [DrainedConsole],
        count: Int,
        _ clock: BenchClock
    ) async throws -> Double {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for console in consoles { group.addTask { await console.client.run() } }
            defer { group.cancelAll() }
            for console in consoles { try await console.goOffline() }
            for number in 0..<count {
                try Progress.show("Filling outboxes: \(number + 1) of \(count) each")
                clock.goForward(codes: 1)
                for console in consoles { try await console.queue(number) }
            }
            for console in consoles { await console.goOnline() }
            clock.goForward(codes: 2)
            try Progress.show("Draining \(count * consoles.count) transfers")
            let startedAt = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for console in consoles { group.addTask { try await console.drain() } }
                try await group.waitForAll()
            }
            return (ContinuousClock.now - startedAt) / .seconds(1)
        }
    }

    /// Fetches the data for reviews, and cuts the link.
    private func goOffline() async throws {
        let events = await client.events()
        try await signIn()
        for await _ in events where try await client.accounts().count == 2 { break }
        link.cut()
    }

    private func queue(_ number: Int) async throws {
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
        let digits = customer.user.digits(at: clock.now())
        let code = SharedSecret(copying: Array(digits.utf8).span)
        guard case .queued = await client.authorise(review, code: code) else {
            throw BenchFailure("A transfer was not queued.")
        }
    }

    /// Signs out, so that nothing is sent before all links are mended.
    private func goOnline() async {
        await client.signOut()
        link.mend()
    }

    private func drain() async throws {
        try await signIn()
        var queuedCount = Int.max
        var movedAt = ContinuousClock.now
        while true {
            try Interruption.check()
            let left = await client.status().queuedCount
            if left == 0 { return }
            if left != queuedCount {
                queuedCount = left
                movedAt = .now
            }
            guard movedAt.duration(to: .now) < Self.patience else {
                throw BenchFailure("An outbox stands still with \(left) transfers in it.")
            }
            try await clock.sleep(milliseconds: Self.pauseMilliseconds)
        }
    }

    /// Signs in with several attempts, because a message may be lost, which spends its code.
    private func signIn() async throws {
        for _ in 0..<20 {
            let outcome = await customer.user.signIn(at: clock.now(), with: client)
            if case .signedIn = outcome { return }
            clock.goForward(codes: 1)
        }
        throw BenchFailure("\(customer.user.name) cannot sign in.")
    }
}
