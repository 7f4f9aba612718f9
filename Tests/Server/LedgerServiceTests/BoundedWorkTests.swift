import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

@testable import LedgerService

/// Goal: the cost of a request is bounded by what it asks for, however large the bank is.
///
/// Method: the steps that SQLite takes for a request, in a bank before and after it has grown by
/// what the request does not ask for. Steps are the same on every machine.
struct BoundedWorkTests {
    /// Steps that a few more looks at a row take, which no growth multiplies.
    private static let slack: Int64 = 100

    private let meter = StatementMeter()

    private func open(
        _ configuration: BankConfiguration = .forTests
    ) async throws -> TestBank {
        var options = LedgerStoreSQLite.Options()
        options.meter = meter
        return try await TestBank.open(options: options, configuration: configuration)
    }

    /// The steps of the second of two runs: the first finds nothing remembered.
    private func steps(_ body: () async throws -> Void) async throws -> Int64 {
        try await body()
        let before = meter.stepCount
        try await body()
        return meter.stepCount - before
    }

    @Test("a feed costs the user's accounts, not what others were told meanwhile")
    func feedBesideOthers() async throws {
        let bank = try await open()
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        let small = try await steps { _ = try await asha.feed(after: cursor) }
        try await bank.post(400, from: "cash", to: "stranger")
        let large = try await steps {
            let count = try await asha.feed(after: cursor).changes.count
            #expect(count == 1)
        }
        #expect(large <= small + Self.slack)
    }

    @Test("a feed costs what is new, not how many accounts the user has")
    func feedOfManyAccounts() async throws {
        let bank = try await open()
        let asha = try await bank.signIn("asha")
        var cursor = try await asha.feed().cursor
        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        let small = try await steps { _ = try await asha.feed(after: cursor) }
        try await bank.openAccounts(150, for: "asha")
        cursor = try await asha.feed(limit: 2_000).cursor
        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        let large = try await steps {
            let count = try await asha.feed(after: cursor).changes.count
            #expect(count == 1)
        }
        #expect(large <= small + Self.slack)
    }

    // Symptom: a teller with 20,000 accounts and no cursor cost the bank 60,000 looks for one change.
    // Cause: every source of every account was opened before the first change was told.
    @Test("a page of a feed costs what is asked for, not how many accounts the user has")
    func pageOfManyAccounts() async throws {
        var configuration = BankConfiguration.forTests
        configuration.sync.feedAccountCount = 8
        let bank = try await open(configuration)
        let tara = try await bank.signIn("tara")
        func page() async throws {
            let batch = try await tara.feed(limit: 1)
            #expect(batch.changes.count == 1)
        }
        try await bank.openAccounts(20, for: "tara")
        let small = try await steps(page)
        try await bank.openAccounts(150, for: "tara")
        let large = try await steps(page)
        #expect(large <= small + Self.slack)
    }

    @Test("an answer looks only so far for what is the user's, and the next one goes on there")
    func scanOfManyAccounts() async throws {
        var configuration = BankConfiguration.forTests
        configuration.sync.feedAccountCount = 8
        configuration.sync.feedScanCount = 64
        let bank = try await open(configuration)
        let tara = try await bank.signIn("tara")
        try await bank.openAccounts(20, for: "tara")
        let cursor = try await tara.feed(limit: 1).head
        // Nobody waits for news that has come, whosever it is.
        func look() async throws {
            let batch = try await tara.feed(after: cursor, limit: 1, waitMilliseconds: 20_000)
            #expect(batch.changes.isEmpty)
            #expect(!batch.reachesHead)
            #expect(batch.cursor.feedSequence >= cursor.feedSequence + 64)
        }
        try await bank.post(100, from: "cash", to: "stranger")
        let small = try await steps(look)
        try await bank.post(600, from: "cash", to: "stranger")
        let large = try await steps(look)
        #expect(large <= small + Self.slack)
        try await bank.post(1, from: "cash", to: "savings")
        #expect(try await tara.wholeFeed(after: cursor, limit: 1).count == 1)
    }

    @Test("a grant that was taken away and given again costs no more than one")
    func grantsOverTime() async throws {
        let bank = try await open()
        let tara = try await bank.signIn("tara")
        let id = try bank.account("stranger")
        let user = try bank.user("tara")
        try await bank.bank.grantAccess(.view, to: id, for: user)
        func look() async throws {
            let cursor = try await tara.feed().cursor
            #expect(try await bank.store.read { try $0.grants(of: user).count } == 4)
            let small = try await steps { _ = try await tara.feed(after: cursor) }
            costs.append(
                try await steps { _ = try await bank.store.read { try $0.grants(of: user) } }
            )
            #expect(small > 0)
        }
        var costs: [Int64] = []
        try await look()
        for _ in 0..<80 {
            try await bank.bank.revokeAccess(to: id, for: user)
            try await bank.bank.grantAccess(.view, to: id, for: user)
        }
        try await look()
        #expect(costs[1] <= costs[0] + Self.slack)
    }

    @Test("a page of a snapshot costs what is on it, not how many accounts come after")
    func snapshotPages() async throws {
        let bank = try await open()
        let asha = try await bank.signIn("asha")
        func page() async throws {
            let request = SnapshotRequest(at: nil, page: "", limit: 4)
            guard case .snapshot(let reply) = try await asha.ask(.snapshot(request)) else {
                throw TestBankError.unexpectedReply
            }
            #expect(reply.nextPage != nil)
        }
        let small = try await steps(page)
        try await bank.openAccounts(120, for: "asha")
        let large = try await steps(page)
        #expect(large <= small + Self.slack)
    }

    @Test("the holds of an account cost those that are pending, not those that ever were")
    func endedHolds() async throws {
        let bank = try await open()
        let id = try bank.account("savings")
        func hold(_ end: Instant?) async throws {
            let kind = TransferKind.pend(expiresAt: end)
            _ = try await bank.bank.post([bank.posting("savings", "cash", 5, kind: kind)])
        }
        try await hold(nil)
        func look() async throws {
            let count = try await bank.store.read { try $0.pendingHolds(of: id).count }
            #expect(count == 1)
        }
        let small = try await steps(look)
        for _ in 0..<120 { try await hold(bank.clock.now().adding(seconds: 1)) }
        bank.clock.advance(seconds: 2)
        #expect(try await bank.bank.expirePending() == 120)
        let large = try await steps(look)
        #expect(large <= small + Self.slack)
        #expect(try await bank.store.check() == nil)
    }

    @Test("accounts that are told again cost what is asked for, not what else the user has")
    func records() async throws {
        let bank = try await open()
        let asha = try await bank.signIn("asha")
        let savings = try bank.account("savings")
        func cost() async throws -> Int64 {
            let cursor = try await asha.feed().cursor
            return try await steps {
                let told = try await asha.records(at: cursor, [savings])
                #expect(told?.hasPayees == true)
            }
        }
        let small = try await cost()
        try await bank.openAccounts(100, for: "asha")
        try await bank.post(400, from: "cash", to: "savings")
        let large = try await cost()
        #expect(large <= small + Self.slack)
    }

    @Test("an export by date costs its days, not those before and after", arguments: [false, true])
    func exportByDate(ofAccount: Bool) async throws {
        let bank = try await open()
        let today = ZoneOffset.india.date(of: TestBank.start)
        let day = try #require(today.adding(days: 2))
        let account = ofAccount ? try bank.account("stranger") : nil
        func export() async throws {
            var count = 0
            try await bank.bank.exportJournals(account: account, from: day, through: day) { _ in
                count += 1
            }
            #expect(count == 20)
        }
        bank.clock.advance(seconds: 2 * 86_400)
        try await bank.post(20, from: "cash", to: "stranger")
        let small = try await steps(export)

        let other = try await open()
        try await other.post(600, from: "cash", to: "stranger")
        other.clock.advance(seconds: 2 * 86_400)
        try await other.post(20, from: "cash", to: "stranger")
        other.clock.advance(seconds: 86_400)
        try await other.post(600, from: "cash", to: "stranger")
        let large = try await steps {
            var count = 0
            try await other.bank.exportJournals(account: account, from: day, through: day) { _ in
                count += 1
            }
            #expect(count == 20)
        }
        // Each end is found by halving, some ten looks; each of the others would cost ten steps.
        #expect(large <= small * 3)
    }

    // Symptom: a sign-in looked at every name and place of the last day. Cause: to forget the oldest of
    // too many it looked for the last one to stay, also where there were few.
    @Test("a sign-in costs the same however many users there are, and sessions of theirs")
    func signInBesideUsers() async throws {
        let bank = try await open()
        let small = try await steps { _ = try await bank.signIn("asha") }
        let other = try await open()
        try await other.addUsersWithSessions(150)
        let large = try await steps { _ = try await other.signIn("asha") }
        #expect(large <= small + Self.slack)
    }

    // Symptom: with 300,000 ended sessions of one user or terminal `user disable` and `token revoke
    // --terminal` read them all. Cause: no index had the few that can still be ended.
    @Test("to find the sessions that can be ended costs these, not those that ever were")
    func endedSessions() async throws {
        let bank = try await open()
        let (asha, terminal) = (try bank.user("asha"), "branch-1")
        _ = try await bank.signIn("asha", terminal: terminal)
        func ofUser() async throws {
            let found = try await bank.store.read { try $0.sessionsNotEnded(of: asha) }
            #expect(found.count == 1)
        }
        func atTerminal() async throws {
            let found = try await bank.store.read { try $0.sessionsNotEnded(atTerminal: terminal) }
            #expect(found.count == 1)
        }
        let small = [try await steps(ofUser), try await steps(atTerminal)]
        try await bank.addEndedSessions(300, of: asha, at: terminal)
        let large = [try await steps(ofUser), try await steps(atTerminal)]
        #expect(large[0] <= small[0] + Self.slack)
        #expect(large[1] <= small[1] + Self.slack)
    }

    @Test("a transfer costs the same beside a feed that waits and many that others have")
    func transferBesideGrants() async throws {
        let bank = try await open()
        let asha = try await bank.signIn("asha")
        let small = try await steps { try await bank.post(1, from: "cash", to: "stranger") }
        try await bank.openAccounts(100, for: "rohan")
        let cursor = try await asha.feed().cursor
        async let news = asha.feed(after: cursor, waitMilliseconds: 20_000)
        while bank.clock.sleeperCount == 0 { await Task.yield() }
        let large = try await steps { try await bank.post(1, from: "cash", to: "stranger") }
        bank.clock.advance(seconds: 20)
        #expect(try await news.changes.isEmpty)
        #expect(large <= small + Self.slack)
    }
}

extension TestBank {
    /// Posts transfers, a hundred in a commit.
    fileprivate func post(_ count: Int, from debit: String, to credit: String) async throws {
        var left = count
        while left > 0 {
            let postings = try (0..<min(left, 100)).map { _ in try posting(debit, credit, 1) }
            let refusals = try await bank.post(postings)
            guard refusals.allSatisfy({ $0 == nil }) else { throw TestBankError.unexpectedReply }
            left -= postings.count
        }
    }

    /// Adds users, each of whom signs in once.
    fileprivate func addUsersWithSessions(_ count: Int) async throws {
        let secret = Self.secret([UInt8](repeating: 7, count: 20))
        for number in 0..<count {
            let name = "user-\(number)"
            _ = try await bank.addUser(
                NewUser(
                    name: name,
                    displayName: name,
                    role: .customer,
                    password: Self.secret(Array(Self.password.utf8)),
                    totpSecret: secret
                )
            )
            let step = TOTP.standard.step(at: clock.now())
            let code = secret.withBytes { TOTP.standard.code(for: step, secret: $0) }
            guard case .signedIn = try await askToSignIn(name, code: code.revealedDigits) else {
                throw TestBankError.notSignedIn
            }
        }
    }

    /// Adds sessions of a user that ended so long ago that their keys are destroyed.
    fileprivate func addEndedSessions(
        _ count: Int,
        of userID: UserID,
        at terminal: String
    ) async throws {
        let openedAt = clock.now().adding(seconds: -1_000_000)
        try await store.write { transaction in
            for number in 0..<count {
                let id = SessionID(rawValue: UInt128(90_000 + number))
                try transaction.insert(
                    SessionRecord(
                        id: id,
                        userID: userID,
                        tokenHash: Digest256(hashing: id.bytes),
                        sealedAuthorisationKey: [],
                        openedAt: openedAt,
                        endsAt: openedAt.adding(seconds: 3_600),
                        endedAt: nil,
                        terminal: terminal
                    )
                )
                _ = try transaction.endSession(id, for: .signedOut, at: openedAt)
            }
        }
    }

    /// Opens accounts that a user operates.
    fileprivate func openAccounts(_ count: Int, for name: String) async throws {
        for number in 0..<count {
            let id = AccountID(rawValue: UInt128(50_000 + number))
            try await bank.openAccount(
                NewAccount(
                    opening: AccountOpening(
                        id: id,
                        currency: .indianRupee,
                        normalBalance: .credit
                    ),
                    profile: AccountProfile(
                        number: "6010\(50_000 + number)",
                        branchCode: "SHYD0000101",
                        holder: "Holder \(number)",
                        product: "Savings"
                    )
                )
            )
            try await bank.grantAccess(.operate, to: id, for: user(name))
        }
    }
}
