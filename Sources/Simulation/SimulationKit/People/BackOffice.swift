import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// The bank's own office, which posts, holds, reverses, and grants and revokes access.
///
/// At times it asks for acts that the bank must refuse. A request without an answer is repeated
/// under the same identifiers.
final class BackOffice: Sendable {
    /// Suffix that makes a text differ from the one sent before.
    static let alterationMark = "!"

    let world: World
    private let desk: Host
    let dice: Cell<Dice>
    let state = Cell(State())

    struct State {
        var workCount = 0
        /// Transfers already asked for, to be ended, repeated and reversed.
        var made: [Transfer] = []
        var journals: [Posting] = []
    }

    /// Maximum number of transfers and of journals that are remembered.
    private static let memoryLimit = 24

    init(world: World, desk: Host) {
        self.world = world
        self.desk = desk
        dice = Cell(Dice(seed: world.seed, part: "office"))
    }

    /// Acts until the storm is over.
    func work() async throws {
        while world.isStormy {
            try await world.waitForMorning(desk)
            try await desk.sleep(nanoseconds: dice.value.within(500...5_000) * 1_000_000)
            try await doSomething()
        }
    }

    /// Unlocks all users after a clock jump, because a wrong clock makes the bank refuse right
    /// codes.
    func liftPauses() async throws {
        guard world.oracle.state.value.hasClockJumped else { return }
        for person in Town.people { try await ask(.unlock(person.id)) }
    }

    private func doSomething() async throws {
        world.count(\.operations)
        switch dice.value.below(100) {
        case ..<20: try await post([move()])
        case ..<25: try await postSeveral()
        case ..<28: try await meetEnd()
        case ..<36: try await post(linked())
        case ..<50: try await post([hold()])
        case ..<59: try await act { end($0) }
        case ..<64: try await act { reverse($0) }
        case ..<69: try await postAgain()
        case ..<74: try await correct()
        case ..<77: try await expire()
        case ..<78: try await ask(.destroyKeys).ignore()
        case ..<81: try await close()
        case ..<91: try await changeAccess()
        case ..<96: try await changePayee()
        case ..<97: try await endSessions()
        default: try await changePerson()
        }
    }

    /// Changes the role or the disabled state of the user who has no console.
    private func changePerson() async throws {
        let user = Town.people[Town.consoleOwnerCount].id
        switch dice.value.below(8) {
        case 0: try await ask(.disable(user))
        case 1: try await ask(.changeRole(user, .support))
        case 2: try await ask(.changeRole(user, .teller))
        case 3: try await ask(.unlock(person().id))
        default:
            try await ask(.enable(user))
            try await ask(.changeRole(user, .customer))
        }
    }

    /// Posts a transfer that acts on an earlier one, if there is one.
    private func act(_ body: (Transfer) -> Transfer?) async throws {
        guard let made = dice.value.pick(state.value.made), let transfer = body(made) else {
            return
        }
        try await post([transfer])
    }

    /// Ends all sessions of a random user, or one session of the user without a console.
    private func endSessions() async throws {
        guard dice.value.percent(60) else {
            return try await ask(.revokeSessions(person().id)).ignore()
        }
        let user = Town.people[Town.consoleOwnerCount].id
        let sessions = world.judge.now.sessions.filter { $0.value.user == user }.keys.sorted()
        let id = dice.value.pick(sessions) ?? SessionID(rawValue: 1)
        try await ask(.revokeSession(id, isWiping: dice.value.percent(40))).ignore()
    }

    /// Makes a hold of some seconds and acts on it at its expiry by the bank's clock, or one
    /// nanosecond earlier.
    private func meetEnd() async throws {
        let seconds = dice.value.within(2...8)
        let end = world.bank.clockTime.adding(seconds: seconds)
        let held = hold(dice.value.within(1...9_000), until: end)
        try await post([held])
        let early: Int64 = dice.value.percent(30) ? 1 : 0
        let left = end.nanoseconds(since: world.bank.clockTime)
        // A clock that jumped in the meantime may never show the expiry.
        guard (early...seconds * Instant.nanosecondsPerSecond).contains(left) else { return }
        try await desk.sleep(nanoseconds: left - early)
        guard dice.value.percent(40), let transfer = self.end(held) else {
            return try await expire()
        }
        try await post([transfer])
    }

    private func expire() async throws {
        guard case .count(let count) = try await ask(.expire) else { return }
        for _ in 0..<count { world.note(.holdExpired) }
    }

    // MARK: Asking

    /// Posts a journal and asks until the bank has answered.
    func post(_ transfers: [Transfer]) async throws {
        let work = begin(transfers)
        note(try await ask(.post([work.posting])), of: [work])
    }

    /// Posts several journals in one call, at times an earlier one or a duplicate among them.
    private func postSeveral() async throws {
        let count = 2 + dice.value.below(3)
        let works = (0..<count).map { _ in begin(oneJournal()) }
        let known = dice.value.pick(state.value.journals.dropLast(count))
        var postings = works.map(\.posting)
        if let known, dice.value.percent(25) {
            postings.insert(known, at: dice.value.below(count + 1))
        }
        if dice.value.percent(10), let first = postings.first { postings.append(first) }
        let answer = try await ask(.post(postings))
        guard case .refusals(let refusals) = answer else { return }
        let decided = zip(postings, refusals).filter { posting, _ in
            posting.journal.id != known?.journal.id
        }
        note(.refusals(decided.prefix(count).map(\.1)), of: works)
    }

    /// Draws the transfers of one journal among several.
    private func oneJournal() -> [Transfer] {
        switch dice.value.below(10) {
        case ..<5: [move()]
        case ..<7: linked()
        case ..<9: [hold()]
        default: [dice.value.pick(state.value.made).flatMap { end($0) } ?? move()]
        }
    }

    /// A journal that is about to be posted, with its reference.
    private struct Work {
        let reference: String
        let posting: Posting
    }

    /// Registers a journal that is about to be posted.
    private func begin(_ transfers: [Transfer]) -> Work {
        state.value.workCount += 1
        let reference = "office \(state.value.workCount)"
        let posting = Posting(
            journal: Journal(id: JournalID(rawValue: bits()), transfers: transfers),
            narratives: transfers.map { _ in
                Narrative(shownToDebtor: "cash", shownToCreditor: "cash", reference: reference)
            },
            bookedAt: bookingTime()
        )
        state.value.made = (state.value.made + transfers).suffix(Self.memoryLimit)
        state.value.journals = (state.value.journals + [posting]).suffix(Self.memoryLimit)
        world.oracle.willPost(reference, Self.effects(of: transfers))
        world.trace.note("office: posts \(reference)")
        return Work(reference: reference, posting: posting)
    }

    /// Notes the bank's decisions on some journals.
    private func note(_ answer: OfficeAnswer, of works: [Work]) {
        guard case .refusals(let refusals) = answer else { return }
        for (work, refusal) in zip(works, refusals) {
            if refusal == nil {
                world.oracle.didPost(work.reference)
            } else {
                world.oracle.willPost(work.reference, [:])
            }
        }
    }

    /// Repeats an earlier journal, at times altered under the same identifier.
    private func postAgain() async throws {
        guard let posting = dice.value.pick(state.value.journals) else { return }
        var (transfers, narratives) = (posting.journal.transfers, posting.narratives)
        switch dice.value.below(10) {
        case ..<4:
            transfers = transfers.prefix(1).map(altered) + transfers.dropFirst()
        case 4: narratives = narratives.map(altered)
        default: break
        }
        let isAltered =
            transfers != posting.journal.transfers || narratives != posting.narratives
        if isAltered, let first = posting.narratives.first {
            world.oracle.willAlter(first.reference)
        }
        let journal = Journal(id: posting.journal.id, transfers: transfers)
        let again = Posting(journal: journal, narratives: narratives, bookedAt: posting.bookedAt)
        try await ask(.post([again])).ignore()
    }

    /// Asks the bank until it answers.
    @discardableResult
    func ask(_ wish: OfficeAct) async throws -> OfficeAnswer {
        world.trace.note("office: \(wish.words)")
        while true {
            if let life = world.bank.life, let answer = await life.ask(wish), !answer.isForClock {
                world.trace.note("office ← \(answer)")
                return answer
            }
            guard world.oracle.violation == nil else { throw CancellationError() }
            try await desk.sleep(nanoseconds: 700_000_000)
        }
    }

    /// Returns the booked effects of transfers on the accounts, from which the expected legs
    /// follow.
    private static func effects(of transfers: [Transfer]) -> [AccountID: Int64] {
        var effects: [AccountID: Int64] = [:]
        for transfer in transfers where transfer.kind.isBooked {
            effects[transfer.debitAccountID, default: 0] &-= transfer.amount.minorUnits
            effects[transfer.creditAccountID, default: 0] &+= transfer.amount.minorUnits
        }
        return effects
    }

    // MARK: Access

    private func changeAccess() async throws {
        // Only secondary accounts are changed, so that every person keeps an account to act on.
        let (person, account) =
            dice.value.pick(Self.changedGrants) ?? Self.changedGrants[0]
        let (user, id) = (Town.people[person].id, Town.accounts[account].id)
        // A grant also delivers history beside news, which cuts the feed differently.
        world.oracle.willRevoke(id, of: user)
        if dice.value.percent(50) {
            world.trace.note("office: revokes \(Town.accounts[account].word)")
            try await ask(.revoke(id, user))
        } else {
            let access: AccountRecord.Access =
                switch dice.value.below(10) {
                case ..<6: .operate
                case ..<9: .view
                default: .viewMasked
                }
            world.trace.note("office: grants \(Town.accounts[account].word)")
            try await ask(.grant(access, id, user))
        }
    }

    private static let changedGrants = [
        (0, 2), (1, 4), (2, 1), (2, 3), (0, 5), (0, 7), (1, 8), (3, 9), (3, 1), (3, 8),
    ]

    private func changePayee() async throws {
        let (person, account) = dice.value.pick(Town.payees) ?? Town.payees[0]
        let (user, id) = (Town.people[person].id, Town.accounts[account].id)
        if dice.value.percent(50) {
            try await ask(.removePayee(id, user))
        } else {
            let name = "\(Town.accounts[account].word) (\(dice.value.below(100)))"
            try await ask(.addPayee(id, name: name, user))
        }
    }

    private func person() -> Town.Person { Town.people[dice.value.below(Town.people.count)] }

    func bits() -> UInt128 { UInt128(dice.value.bits()) << 64 | UInt128(dice.value.bits()) }
}

extension OfficeAnswer {
    /// Discards the answer on purpose.
    func ignore() {}
}
