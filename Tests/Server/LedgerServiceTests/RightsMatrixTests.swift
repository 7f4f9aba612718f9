import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// Goal: every route answers every role as the table says; a foreign thing tells nothing; and a
/// route without a row fails.
///
/// Method: all routes of the router, all roles, and for each thing that a request can name one that
/// is the user's own, one that is only to be looked at, somebody else's and nobody's. A row says
/// who is let in, what a request looks like, and whether the thing that it names has an owner.
struct RightsMatrixTests {
    /// What a route names in a request.
    private enum Thing {
        /// Nothing that belongs to anybody.
        case none
        case session
        case account
        case intent
    }

    private struct Row {
        let thing: Thing
        /// Whether it changes anything that money or another user depends on.
        let isWriting: Bool
    }

    /// The rows, by hand; no default, so that a new route has to be decided about here too.
    private func row(_ route: Route) -> Row? {
        switch route {
        // No role yet, or none any more: tested in SignInTests, TokenTests and SessionTests.
        case .signIn, .renew, .wiped: nil
        case .signOut, .sessions: Row(thing: .none, isWriting: false)
        case .endSession: Row(thing: .session, isWriting: false)
        case .beginSync, .snapshot, .feed, .stream, .reconcile:
            Row(thing: .none, isWriting: false)
        case .entries, .records: Row(thing: .account, isWriting: false)
        // Whoever holds an account's entries may say what is wrong with them; no money depends on it.
        case .submitEvidence: Row(thing: .account, isWriting: false)
        case .intentStatus: Row(thing: .intent, isWriting: false)
        case .submitIntent, .submitIntents: Row(thing: .account, isWriting: true)
        case .cancelIntent: Row(thing: .intent, isWriting: true)
        }
    }

    private static let roles: [(name: String, role: Role)] = [
        ("asha", .customer), ("tara", .teller), ("sita", .supervisor), ("nila", .support),
        ("omar", .auditor),
    ]

    /// A bank with somebody of each role, and things of theirs and of Rohan's.
    private struct Scene {
        let bank: TestBank
        let who: TestSession
        let role: Role
        let ownSession: SessionID
        let foreignSession: SessionID
        let ownIntent: IntentKey
        let foreignIntent: IntentKey
        let cursor: Cursor

        func session(_ relation: Rights.Relation) -> SessionID? {
            switch relation {
            case .own: ownSession
            case .granted: nil
            case .foreign: foreignSession
            case .nonexistent: SessionID(rawValue: 404)
            }
        }

        func intent(_ relation: Rights.Relation) -> IntentKey? {
            switch relation {
            case .own: ownIntent
            case .granted: nil
            case .foreign: foreignIntent
            case .nonexistent: IntentKey(rawValue: 404)
            }
        }

        /// An account that the user operates, may see, may not know of; nil where a role has none.
        func account(_ relation: Rights.Relation) throws -> AccountID? {
            let mayOperate = role.mayWrite
            return switch relation {
            case .own: mayOperate ? try bank.account("savings") : nil
            case .granted: try bank.account(mayOperate ? "stranger" : "savings")
            case .foreign: try bank.account("rohan")
            case .nonexistent: AccountID(rawValue: 404)
            }
        }

        func evidence(about accountID: AccountID) -> SubmitEvidenceRequest {
            let entry = EntryRecord(
                accountID: accountID,
                accountSequence: 99,
                journalID: JournalID(rawValue: 1),
                transferID: TransferID(rawValue: 1),
                amount: Money(minorUnits: 1, currency: .indianRupee),
                balanceAfterMinorUnits: 1,
                bookedAt: TestBank.start,
                valueDate: ZoneOffset.india.date(of: TestBank.start),
                code: 1,
                counterparty: "matrix",
                reference: "matrix"
            )
            return SubmitEvidenceRequest(
                accountID: accountID,
                items: [EvidenceItem(reason: .divergence, entry: entry)]
            )
        }

        func order(from accountID: AccountID) throws -> SubmitIntentRequest {
            let today = ZoneOffset.india.date(of: bank.clock.now())
            let reviewed = ReviewedTransfer(
                intentKey: IntentKey(rawValue: bank.bits()),
                debitAccountID: accountID,
                creditorAccountID: try bank.account("current"),
                payeeName: "Asha Kulkarni",
                amountMinorUnits: 100,
                feeMinorUnits: 0,
                currencyCode: "INR",
                valueDate: today,
                reference: "matrix"
            )
            return try who.request(reviewed)
        }
    }

    private func scene(_ name: String, _ role: Role) async throws -> Scene {
        let bank = try await TestBank.open()
        // Everybody who writes may look at the stranger's account without operating it.
        for (word, user, access) in [
            ("stranger", name, .view), ("savings", "sita", .operate), ("current", "sita", .operate),
            ("savings", "omar", .view),
        ] as [(String, String, AccountRecord.Access)] {
            try await bank.bank.grantAccess(
                access,
                to: bank.account(word),
                for: bank.user(user)
            )
        }
        let rohan = try await bank.signIn("rohan")
        let foreignIntent = try await decide(rohan, from: "rohan")
        let other = try await bank.signIn(name)
        let ownIntent =
            role.mayWrite ? try await decide(other, from: "savings") : IntentKey(rawValue: 1)
        let who = try await bank.signIn(name)
        let cursor = try await who.feed().cursor
        bank.clock.advance(seconds: 30)
        return Scene(
            bank: bank,
            who: who,
            role: role,
            ownSession: other.reply.sessionID,
            foreignSession: rohan.reply.sessionID,
            ownIntent: ownIntent,
            foreignIntent: foreignIntent,
            cursor: cursor
        )
    }

    private func decide(_ session: TestSession, from word: String) async throws -> IntentKey {
        var order = TestSession.Order()
        order.from = word
        order.key = IntentKey(rawValue: session.bank.bits())
        _ = try await session.submit(order)
        return try #require(order.key)
    }

    /// The request of a route about a thing in some relation; nil where there is no such thing.
    private func request(
        _ route: Route,
        _ relation: Rights.Relation,
        _ scene: Scene
    ) throws -> Request? {
        switch route {
        case .signIn, .renew, .wiped, .stream: nil
        case .signOut: .signOut
        case .sessions: .sessions
        case .endSession: scene.session(relation).map { .endSession($0) }
        case .beginSync:
            .beginSync(
                BeginSyncRequest(
                    app: "1.0.0",
                    recordVersion: 1,
                    cursor: nil,
                    deviceKey: [],
                    deviceSequence: 0
                )
            )
        case .snapshot: .snapshot(SnapshotRequest(at: nil, page: ""))
        case .feed: .feed(FeedRequest(cursor: nil, limit: 1, waitMilliseconds: 0))
        case .reconcile:
            .reconcile(ReconcileRequest(at: scene.cursor, question: .root(.zero)))
        case .entries:
            try scene.account(relation).map {
                .entries(EntriesRequest(accountID: $0, first: 1, last: 1))
            }
        case .records:
            try scene.account(relation).map {
                .records(
                    RecordsRequest(at: scene.cursor, accountIDs: [$0], hasPayees: false)
                )
            }
        case .submitEvidence:
            try scene.account(relation).map { .submitEvidence(scene.evidence(about: $0)) }
        case .intentStatus: scene.intent(relation).map { .intentStatus($0) }
        case .submitIntent:
            try scene.account(relation).map { .submitIntent(try scene.order(from: $0)) }
        case .submitIntents:
            try scene.account(relation).map {
                .submitIntents(SubmitIntentsRequest(intents: [try scene.order(from: $0)]))
            }
        case .cancelIntent: scene.intent(relation).map { .cancelIntent($0) }
        }
    }

    @Test("the table of this test names every route that has a role, as the bank's own does")
    func complete() {
        let withRole = Route.allCases.filter { row($0) != nil }
        #expect(Set(withRole) == Set(Route.allCases).subtracting([.signIn, .renew, .wiped]))
        #expect(Route.allCases.filter(\.isPublic).allSatisfy { row($0) == nil })
        #expect(Self.roles.map(\.role) == Role.allCases)
    }

    @Test("a role is let in by a route when the table says so, whatever it names", arguments: roles)
    func roleByRoute(name: String, role: Role) async throws {
        let scene = try await scene(name, role)
        for route in Route.allCases where route != .signOut {
            guard let row = row(route) else { continue }
            for relation in Rights.Relation.allCases {
                guard let request = try request(route, relation, scene) else { continue }
                let reply = try await scene.who.ask(request)
                let isRefused = reply == .problem(Problem(code: .notAllowed))
                let label = Comment(rawValue: "\(route) \(role) \(relation)")
                if row.isWriting && !role.mayWrite {
                    #expect(isRefused, label)
                } else {
                    #expect(!isRefused, label)
                    #expect(reply != .problem(Problem(code: .internalFailure)), label)
                }
            }
        }
        // A stream is no request with one reply, so it is asked for in its own way.
        let stream = await scene.bank.bank.stream(
            token: scene.who.tokens.access,
            after: nil,
            from: .inProcess
        )
        #expect(throws: Never.self) { try stream.get() }
        #expect(try await scene.who.ask(.signOut) == .signedOut)
    }

    @Test("without a good token every route that has a role is shut, whatever it names")
    func tokenless() async throws {
        let scene = try await scene("asha", .customer)
        let ended = Reply.problem(Problem(code: .sessionEnded))
        for route in Route.allCases where row(route) != nil {
            for relation in Rights.Relation.allCases {
                guard let request = try request(route, relation, scene) else { continue }
                for token in [nil, [], scene.who.tokens.refresh] as [[UInt8]?] {
                    #expect(try await scene.who.send(request, token: token) == ended, "\(route)")
                }
            }
        }
        let stream = await scene.bank.bank.stream(token: nil, after: nil, from: .inProcess)
        #expect(throws: StreamRefused.self) { try stream.get() }
    }

    @Test("a foreign thing is answered as none is, byte for byte", arguments: roles)
    func foreignIsNothing(name: String, role: Role) async throws {
        // Two scenes that are the same to the bit: what is asked of one cannot colour the other.
        let scenes = [try await scene(name, role), try await scene(name, role)]
        for route in Route.allCases {
            guard let row = row(route), row.thing != .none, route != .cancelIntent else { continue }
            let answers = try await [Rights.Relation.foreign, .nonexistent].enumerated().asyncMap {
                index,
                relation in
                let scene = scenes[index]
                let request = try #require(try request(route, relation, scene))
                return try await scene.who.ask(request)
            }
            let known = [Set(answers.map { Self.withoutKeys($0).encoded }).count]
            #expect(known == [1], "\(route) \(role): \(answers)")
        }
    }

    @Test("a foreign thing stays as it was, and its owner's session goes on", arguments: roles)
    func foreignIsUntouched(name: String, role: Role) async throws {
        let scene = try await scene(name, role)
        let before = try await scene.bank.store.read { try $0.intent(scene.foreignIntent) }
        for route in Route.allCases where route != .signOut {
            guard let request = try request(route, .foreign, scene) else { continue }
            _ = try await scene.who.ask(request)
        }
        let after = try await scene.bank.store.read { try $0.intent(scene.foreignIntent) }
        #expect(before == after)
        let session = try await scene.bank.store.read { try $0.session(scene.foreignSession) }
        #expect(session?.endedAt == nil)
        let rohan = try scene.bank.account("rohan")
        let balance = try await scene.bank.store.read { try $0.account(rohan)?.account.version }
        // The pay-in, and Rohan's own transfer if it was accepted.
        #expect(try #require(balance) <= 2)
    }

    @Test("support is sent the last digits of numbers, and no others, on every route")
    func masked() async throws {
        let bank = try await TestBank.open()
        try await bank.bank.addPayee(
            bank.account("rohan"),
            named: "Rohan",
            for: bank.user("nila")
        )
        let nila = try await bank.signIn("nila")
        let whole = try await bank.bank.accounts().map(\.profile.number)
        let requests: [Request] = [
            .feed(FeedRequest(cursor: nil, limit: 1_000, waitMilliseconds: 0)),
            .snapshot(SnapshotRequest(at: nil, page: "")),
            .entries(
                EntriesRequest(accountID: try bank.account("savings"), first: 1, last: 10)
            ),
            .records(
                RecordsRequest(
                    at: try await nila.feed().cursor,
                    accountIDs: [try bank.account("savings")],
                    hasPayees: true
                )
            ),
        ]
        for request in requests {
            let text = String(decoding: try await nila.ask(request).encoded, as: UTF8.self)
            for number in whole { #expect(!text.contains(number)) }
        }
        let feed = try await nila.feed().changes
        let payees = feed.compactMap { change in
            if case .payee(let payee) = change { payee.number } else { nil }
        }
        #expect(payees == ["1005"])
        let snapshot = try await nila.wholeSnapshot()
        #expect(snapshot.record.payees.values.map(\.number) == ["1005"])
    }

    /// The same reply without what names the request itself.
    private static func withoutKeys(_ reply: Reply) -> Reply {
        guard case .intent(.created(let decision)) = reply else { return reply }
        return .intent(
            .created(
                IntentDecision(
                    key: IntentKey(rawValue: 0),
                    outcome: decision.outcome,
                    decidedAt: decision.decidedAt
                )
            )
        )
    }
}

extension Sequence {
    /// Maps one after the other.
    fileprivate func asyncMap<Value>(
        _ body: (Element) async throws -> Value
    ) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
