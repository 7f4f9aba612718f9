import ClientCache
import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import MoneyCore
import SyncCore
import WireProtocol

/// Signs in, waits for transfers that an earlier process left in the outbox, and makes transfers
/// one by one.
///
/// Its output, one line each: `ready`, `begun REFERENCE`, `done REFERENCE`, `late REFERENCE`,
/// `finished`. A transfer is done when the outbox has the bank's decision that it is posted. It is
/// late if its day ended before it got an accepted code. Then nothing is booked, and a person would
/// make it anew.
struct Worker {
    /// Prefix of the references of all transfers by workers.
    static let referencePrefix = "worker "
    /// The first transfer's amount; each further one is a paisa more, so that all differ.
    private static let leastMinorUnits: Int64 = 10_000

    /// Maximum number of sign-in attempts, because the bank may be down at the moment.
    private static let signInLimit = 200

    private let job: WorkerRequest.Job
    private let clock: any WorkerClock
    private let client: Client

    init(_ job: WorkerRequest.Job, link: any BankLink, clock: any WorkerClock) throws {
        self.job = job
        self.clock = clock
        // The cost of the unlock hash is not tested, and would delay the bank's time here.
        var settings = ClientSettings()
        settings.unlockCost = .weakForTests
        client = Client(
            link: link,
            storage: try SealedFileStorage(folder: "\(job.folder)/console"),
            clock: clock,
            random: SecureRandom(),
            zone: .india,
            settings: settings
        )
    }

    /// Runs to the end, unless it is killed.
    func run() async throws {
        let events = await client.events()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            try await work(events)
            group.cancelAll()
        }
        WorkerOutput.write("finished")
    }

    private func work(_ events: AsyncStream<ClientEvent>) async throws {
        try await signIn()
        var accounts: [AccountID] = []
        for await _ in events {
            accounts = try await transferableAccounts()
            if accounts.count == 2, await client.status().hasCaughtUp, try await isSettled() {
                break
            }
        }
        guard accounts.count == 2 else { throw WorkerFailure("the news ended before the accounts") }
        WorkerOutput.write("ready")
        try await clock.waitForNextCode()
        for number in job.numbers {
            // Odd transfers go one way and even ones back, so that neither account runs out of
            // money.
            let (from, to) =
                number % 2 == 1 ? (accounts[0], accounts[1]) : (accounts[1], accounts[0])
            try await transfer(number, from: from, to: to)
            for await _ in events where try await isSettled() { break }
        }
    }

    private func signIn() async throws {
        var last = SignInOutcome.failed
        for _ in 0..<Self.signInLimit {
            last = await client.signIn(
                user: job.user,
                password: SharedSecret(copying: Array(job.password.utf8).span),
                code: try code()
            )
            if case .signedIn = last { return }
            // The code may have been spent by an earlier process, or by an attempt whose reply was
            // lost.
            try await clock.waitForNextCode()
        }
        throw WorkerFailure("sign-in: \(last)")
    }

    private func transfer(_ number: Int, from: AccountID, to: AccountID) async throws {
        let reference = "\(Self.referencePrefix)\(job.user) \(number)"
        let minorUnits = Self.leastMinorUnits + Int64(number)
        let amount = Money(minorUnits: minorUnits, currency: .indianRupee)
        let outcome = await client.review(
            TransferDraft(from: from, to: to, amount: amount, reference: reference)
        )
        guard case .review(let review) = outcome else { throw WorkerFailure("review: \(outcome)") }
        WorkerOutput.write("begun \(reference)")
        _ = await client.authorise(review, code: try code())
        try await clock.waitForNextCode()
    }

    /// Reports and acknowledges every decision.
    ///
    /// Returns true if nothing is left in the outbox.
    private func isSettled() async throws -> Bool {
        var isSettled = true
        for item in try await client.outbox() {
            guard case .decided(let decision) = item.state else {
                isSettled = false
                if case .needsCode = item.state {
                    // At times the bank judges by another step, and a person would type the next
                    // code.
                    try await clock.waitForNextCode()
                    _ = await client.reauthorise(item.reviewed.intentKey, code: try code())
                }
                continue
            }
            switch decision.outcome {
            case .posted: WorkerOutput.write("done \(item.reviewed.reference)")
            case .refused(code: RefusalCode.valueDatePast.rawValue):
                WorkerOutput.write("late \(item.reviewed.reference)")
            case .refused:
                throw WorkerFailure("\(item.reviewed.reference): \(decision.outcome)")
            }
            try await client.acknowledge(item.reviewed.intentKey)
        }
        return isSettled
    }

    /// Returns the user's first two accounts in rupees, as far as they are known yet.
    private func transferableAccounts() async throws -> [AccountID] {
        let accounts = try await client.accounts().map(\.record).filter {
            $0.access == .operate && $0.currency == .indianRupee
        }
        return accounts.map(\.accountID).sorted().prefix(2).map(\.self)
    }

    private func code() throws -> SharedSecret {
        guard let secret = Base32.decodePasted(job.secret) else {
            throw WorkerFailure("the authenticator's secret is none")
        }
        let totp = TOTP.standard
        let code = totp.code(for: clock.codeStep, secret: secret.span)
        return SharedSecret(copying: Array(code.revealedDigits.utf8).span)
    }
}

extension SyncStatus {
    /// True if the bank responds and the record is up to date.
    fileprivate var hasCaughtUp: Bool { link == .up && catchingUp == nil }
}

/// A clock that knows when the next code is available.
protocol WorkerClock: ClientClock {
    /// The step whose code is typed.
    var codeStep: TimeStep { get }
    /// Waits until the code to type is a new one.
    func waitForNextCode() async throws
}

extension HandedClock: WorkerClock {
    var codeStep: TimeStep { TOTP.standard.step(at: now()) }

    func waitForNextCode() async throws {
        advance(seconds: TOTP.standard.periodSeconds)
    }
}

extension ScaledClock: WorkerClock {
    /// The previous step, whose code is accepted as well.
    ///
    /// The bank sees the time of typing a little late, which is many seconds on this clock.
    var codeStep: TimeStep { TOTP.standard.step(at: now()).previous }

    func waitForNextCode() async throws {
        let step = TOTP.standard.step(at: now())
        while TOTP.standard.step(at: now()) == step {
            try await sleep(milliseconds: 10)
        }
    }
}
