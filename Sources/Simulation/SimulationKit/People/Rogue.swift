import ClientService
import CoreVocabulary
import Cryptography
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// An attacker with a program of their own, who uses other people's accounts, spent codes, ended
/// sessions, stolen tokens and forged fields.
///
/// Nothing is judged here. The model foresees the answer to each request.
final class Rogue: Sendable {
    let world: World
    let desk: Host
    let dice: Cell<Dice>
    /// Separate dice, so that a new forged field changes nothing else in a seed's run.
    let forger: Cell<Dice>
    let state = Cell(State())

    struct State {
        /// The device sequence of the console that this person claims to have.
        var device = DeviceSequence(key: Rogue.deviceKey)
        /// Cursors that answers named.
        var cursors: [Cursor] = []
        /// The nonces of wipe orders.
        var nonces: [[UInt8]] = []
        var orderCount = 0
        var sessions: [Held] = []
        /// Transfers that were sent.
        var sent: [SubmitIntentRequest] = []
    }

    /// A session as its console holds it, even after it has ended.
    struct Held: Sendable {
        let session: SessionID
        let person: Town.Person
        let key: [UInt8]
        let openedAt: Instant
        var access: [UInt8]
        var refresh: [UInt8]
        var spentRefresh: [UInt8]
        var nonce: [UInt8] = []
    }

    /// Maximum number of sessions and of transfers that are remembered.
    private static let memoryLimit = 8
    /// One key for all worlds, because making a key is slow.
    private static let deviceKey = OutboxFile.key(OutboxFile.consoleLimit, 0)

    init(world: World, desk: Host) {
        self.world = world
        self.desk = desk
        dice = Cell(Dice(seed: world.seed, part: "rogue"))
        forger = Cell(Dice(seed: world.seed, part: "forger of requests"))
    }

    /// Acts until the storm is over.
    func work() async throws {
        // Only some of the runs have a rogue, so that its acts do not hide the effects of the
        // consoles.
        guard dice.value.percent(60) else { return }
        while world.isStormy {
            try await world.waitForMorning(desk)
            try await desk.sleep(nanoseconds: dice.value.within(50...2_500) * 1_000_000)
            // Requests sent together share a commit, and some of them fail.
            let count = dice.value.percent(20) ? 2 + dice.value.below(4) : 1
            for _ in 0..<count { try await doSomething() }
            probe()
        }
    }

    private func doSomething() async throws {
        world.count(\.operations)
        guard let held = dice.value.pick(state.value.sessions) else { return try await signIn() }
        if let old = oldSession(), dice.value.percent(40) { return try await comeLate(old) }
        // A session ended under a wrong clock has to stay ended under the right one.
        if world.bank.isClockFarOff, dice.value.percent(25) {
            return send(dice.value.percent(50) ? .signOut : .endSession(session(held)), held)
        }
        switch dice.value.below(100) {
        case ..<8: try await signIn()
        case ..<10: signInThrice()
        case ..<14: try await meetEnd(held)
        case ..<50:
            try await transfer(held)
            try await pester(held)
        case ..<65: sendAgain(held)
        case ..<68: send(cancel(), held)
        case ..<73: send(.intentStatus(key()), held)
        case ..<79: send(entries(), held)
        case ..<84: send(.sessions, held)
        case ..<87: send(.endSession(session(held)), held)
        case ..<88: send(.signOut, held)
        case ..<94: renew(held)
        case ..<97: send(evidence(), held)
        default: send(read(), held)
        }
    }

    // MARK: Sessions

    func signIn() async throws {
        let isOwn = dice.value.percent(85)
        let person = isOwn ? Town.people[Town.consoleOwnerCount] : anybody()
        let phone = world.phones[person.number]
        let isCareful = dice.value.percent(85)
        if isCareful { try await desk.sleep(nanoseconds: phone.waitForFreshCode) }
        let code = phone.code()
        let slip = isOwn ? dice.value.below(100) : 100
        let place = dice.value.percent(25) ? dice.value.below(Town.placeCount) : 0
        send(
            signIn: person,
            as: slip < 3 ? Town.unknownName : slip < 6 ? person.name.uppercased() : person.name,
            password: slip >= 6 && slip < 12 ? "guessed" : Town.password,
            code: slip >= 12 && slip < 16 ? Array("000000".utf8) : code.revealed,
            from: place
        )
    }

    /// Tries to sign in and keeps the session if there is one.
    func send(
        signIn person: Town.Person,
        as name: String? = nil,
        password: String,
        code: [UInt8],
        from place: Int
    ) {
        let request = SignInRequest(
            user: name ?? person.name,
            password: Array(password.utf8),
            code: code
        )
        // A forged sign-in under the name of a console's user would delay that console.
        let isOwn = person.id == Town.people[Town.consoleOwnerCount].id
        send(.signIn(request), token: nil, from: place, isForged: isOwn) { [self] reply in
            guard case .signedIn(let answer) = reply else { return }
            state.value.sessions = (state.value.sessions + [Held(answer, person)])
                .suffix(Self.memoryLimit)
        }
    }

    func renew(_ held: Held) {
        let isStolen = dice.value.percent(3)
        let stolen = isStolen ? dice.value.pick(world.judge.refreshTokens) : nil
        let isOld = dice.value.percent(12)
        let isRepeated = dice.value.percent(30)
        let token = stolen ?? (isOld ? held.spentRefresh : held.refresh)
        let nonce =
            isRepeated && !held.nonce.isEmpty
            ? held.nonce : (0..<16).map { _ in UInt8(dice.value.below(256)) }
        send(.renew(RenewRequest(refresh: token, nonce: nonce)), token: nil) { [self] reply in
            guard case .renewed(let answer) = reply else { return }
            for index in state.value.sessions.indices
            where state.value.sessions[index].session == held.session && stolen == nil {
                state.value.sessions[index].access = answer.tokens.access
                state.value.sessions[index].spentRefresh = token
                state.value.sessions[index].refresh = answer.tokens.refresh
                state.value.sessions[index].nonce = nonce
            }
        }
    }

    /// Repeats the last renewal of a session, like a console that got no reply.
    func repeatRenewal(_ held: Held) {
        let request = RenewRequest(refresh: held.spentRefresh, nonce: held.nonce)
        send(.renew(request), token: nil)
    }

    private func session(_ held: Held) -> SessionID {
        if dice.value.percent(15) { return SessionID(rawValue: 1) }
        if dice.value.percent(30) {
            // The bank does not find another user's session, whoever asks.
            let others = world.judge.now.sessions.filter { $0.value.user != held.person.id }
            return others.keys.sorted().first ?? held.session
        }
        return dice.value.pick(state.value.sessions)?.session ?? held.session
    }

    private func anybody() -> Town.Person { Town.people[dice.value.below(Town.people.count)] }

    // MARK: Reading

    private func entries() -> Request {
        let account = Town.accounts[dice.value.below(Town.accounts.count)]
        let first = dice.value.within(1...12)
        return .entries(
            EntriesRequest(
                accountID: dice.value.percent(5) ? AccountID(rawValue: 7) : account.id,
                first: first,
                last: first + dice.value.within(0...40)
            )
        )
    }

    /// Asks with entries that are in the books and with entries that never were.
    private func evidence() -> Request {
        let account = Town.accounts[dice.value.below(Town.accounts.count)]
        let booked = world.judge.now.ledger.accounts[account.id]?.entries ?? []
        let items = (0...dice.value.below(3)).compactMap { _ -> EvidenceItem? in
            guard let entry = dice.value.pick(booked) else { return nil }
            let isBooked = dice.value.percent(30)
            let amount = entry.amount.minorUnits + dice.value.within(1...3)
            return EvidenceItem(
                reason: .divergence,
                entry: isBooked ? entry : entry.with(amountMinorUnits: amount)
            )
        }
        guard !items.isEmpty else { return .sessions }
        return .submitEvidence(SubmitEvidenceRequest(accountID: account.id, items: items))
    }

    private func read() -> Request {
        let cursors = world.judge.cursors
        var cursor = dice.value.percent(40) ? nil : dice.value.pick(cursors)
        if let known = cursor, dice.value.percent(20) {
            cursor = known.moved(by: 1)
        }
        let limit = 1 + dice.value.below(40)
        switch dice.value.below(3) {
        case 0: return .feed(FeedRequest(cursor: cursor, limit: limit, waitMilliseconds: 0))
        case 1: return .snapshot(SnapshotRequest(at: cursor, page: "", limit: limit))
        default:
            return .beginSync(
                BeginSyncRequest(
                    app: "0.1.0",
                    recordVersion: 1,
                    cursor: cursor,
                    deviceKey: [],
                    deviceSequence: 0
                )
            )
        }
    }

    // MARK: Sending

    func send(_ request: Request, _ held: Held) {
        var token: [UInt8]? = held.access
        switch dice.value.below(100) {
        case ..<2: token = nil
        case ..<4: token = held.access.dropLast() + [UInt8(ascii: "A")]
        // Another user's token, for requests that do not disturb that user.
        case ..<7 where !request.endsSomething:
            token = dice.value.pick(world.judge.accessTokens) ?? token
        default: break
        }
        send(request, token: token)
    }

    func send(
        _ request: Request,
        token: [UInt8]?,
        from place: Int = 0,
        isForged: Bool = true,
        _ done: @escaping @Sendable (Reply) -> Void = { _ in }
    ) {
        let bytes = RequestEnvelope(token: token, request: request).encoded
        world.trace.note("rogue → \(Oracle.words(for: request))")
        if isForged { forge(bytes, from: place) }
        let copies = dice.value.percent(10) ? 2 : 1
        for _ in 0..<copies { deliver(bytes, from: place, done) }
    }

    /// Delivers bytes to the bank and keeps the data in its answer.
    func deliver(
        _ bytes: [UInt8],
        from place: Int,
        _ done: @escaping @Sendable (Reply) -> Void = { _ in }
    ) {
        world.bank.handle(bytes, from: place) { [self] reply in
            guard let reply, let answer = try? Reply(encoded: reply) else { return }
            world.trace.note("rogue ← \(Oracle.words(for: answer))")
            keep(answer)
            done(answer)
        }
    }

    private func keep(_ answer: Reply) {
        switch answer {
        case .feed(let feed): keep(feed.batch.cursor)
        case .snapshot(let page): keep(page.at)
        case .syncBegun(let begun): keep(begun.head)
        case .problem(let problem):
            guard let nonce = problem.wipeNonce else { return }
            state.value.nonces = (state.value.nonces + [nonce]).suffix(Self.memoryLimit)
        default: break
        }
    }

    private func keep(_ cursor: Cursor) {
        state.value.cursors = (state.value.cursors + [cursor]).suffix(Self.memoryLimit)
    }

    func remember(_ request: SubmitIntentRequest) {
        state.value.sent = (state.value.sent + [request]).suffix(Self.memoryLimit)
    }
}

extension Rogue.Held {
    fileprivate init(_ answer: SignInReply, _ person: Town.Person) {
        session = answer.sessionID
        self.person = person
        key = answer.authorisationKey
        openedAt = answer.serverTime
        access = answer.tokens.access
        refresh = answer.tokens.refresh
        spentRefresh = answer.tokens.refresh
    }
}

extension Request {
    /// True if it can end a session or change state, which would disturb the token's owner.
    fileprivate var endsSomething: Bool {
        switch self {
        case .signOut, .endSession, .submitIntent, .submitIntents: true
        default: false
        }
    }
}

extension SharedSecret {
    /// The raw bytes, for a request that has to carry them.
    fileprivate var revealed: [UInt8] { withBytes { span in span.indices.map { span[$0] } } }
}
