import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// The bank's own office: pays in and out, holds and releases, reverses, gives access and takes it
/// away; now and then it asks for what must be refused.
///
/// What it was not told the end of it asks for again, under the same numbers.
final class BackOffice: Sendable {
    /// The end of a text that is not the one that was sent before.
    static let alterationMark = "!"

    let world: World
    private let desk: Host
    let state: Cell<State>

    struct State {
        var dice: Dice
        var workCount = 0
        /// Transfers that were asked for, to be acted on, repeated and reversed.
        var made: [Transfer] = []
        var journals: [Posting] = []
    }

    /// How many transfers and journals are remembered.
    private static let memoryLimit = 24

    init(world: World, desk: Host) {
        self.world = world
        self.desk = desk
        state = Cell(State(dice: Dice(seed: world.seed, part: "office")))
    }

    /// Does things until the time is over.
    func work() async throws {
        while world.isStormy {
            try await world.waitForMorning(desk)
            try await desk.sleep(nanoseconds: state.value.dice.within(500...5_000) * 1_000_000)
            try await doSomething()
        }
    }

    /// Lifts what nobody is to blame for: codes that were refused while the bank's clock was wrong.
    func liftPauses() async throws {
        guard world.oracle.state.value.hasClockJumped else { return }
        for person in Town.people { try await ask(.unlock(person.id)) }
    }

    private func doSomething() async throws {
        world.count(\.operations)
        switch state.value.dice.below(100) {
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

    /// Another role, or none of the bank's business any more; only for who has no console.
    private func changePerson() async throws {
        let user = Town.people[Town.consoleOwnerCount].id
        switch state.value.dice.below(8) {
        case 0: try await ask(.disable(user))
        case 1: try await ask(.changeRole(user, .support))
        case 2: try await ask(.changeRole(user, .teller))
        case 3: try await ask(.unlock(person().id))
        default:
            try await ask(.enable(user))
            try await ask(.changeRole(user, .customer))
        }
    }

    /// Posts something that acts on an earlier transfer, if there is one.
    private func act(_ body: (Transfer) -> Transfer?) async throws {
        guard let made = state.value.dice.pick(state.value.made), let transfer = body(made) else {
            return
        }
        try await post([transfer])
    }

    /// Ends every session of somebody, or one of somebody who has no console.
    private func endSessions() async throws {
        guard state.value.dice.percent(60) else {
            return try await ask(.revokeSessions(person().id)).ignore()
        }
        let user = Town.people[Town.consoleOwnerCount].id
        let sessions = world.judge.now.sessions.filter { $0.value.user == user }.keys.sorted()
        let id = state.value.dice.pick(sessions) ?? SessionID(rawValue: 1)
        try await ask(.revokeSession(id, isWiping: state.value.dice.percent(40))).ignore()
    }

    /// Holds money for some seconds, waits until the bank's clock shows their end, or a nanosecond
    /// less, and asks then.
    private func meetEnd() async throws {
        let seconds = state.value.dice.within(2...8)
        let end = world.bank.clockTime.adding(seconds: seconds)
        let held = hold(state.value.dice.within(1...9_000), until: end)
        try await post([held])
        let early: Int64 = state.value.dice.percent(30) ? 1 : 0
        let left = end.nanosecondsSinceEpoch - world.bank.clockTime.nanosecondsSinceEpoch
        // A clock that jumped meanwhile never shows it.
        guard (early...seconds * Instant.nanosecondsPerSecond).contains(left) else { return }
        try await desk.sleep(nanoseconds: left - early)
        guard state.value.dice.percent(40), let transfer = self.end(held) else {
            return try await expire()
        }
        try await post([transfer])
    }

    private func expire() async throws {
        guard case .count(let count) = try await ask(.expire) else { return }
        for _ in 0..<count { world.note(.holdExpired) }
    }

    // MARK: Asking

    /// Posts a journal until the bank has said what became of it.
    func post(_ transfers: [Transfer]) async throws {
        let work = begin(transfers)
        note(try await ask(.post([work.posting])), of: [work])
    }

    /// Posts several journals in one call, each decided by itself; now and then with one of before
    /// among them, or with one twice.
    private func postSeveral() async throws {
        let count = 2 + state.value.dice.below(3)
        let works = (0..<count).map { _ in begin(oneJournal()) }
        let known = state.value.dice.pick(state.value.journals.dropLast(count))
        var postings = works.map(\.posting)
        if let known, state.value.dice.percent(25) {
            postings.insert(known, at: state.value.dice.below(count + 1))
        }
        if state.value.dice.percent(10), let first = postings.first { postings.append(first) }
        let answer = try await ask(.post(postings))
        guard case .refusals(let refusals) = answer else { return }
        let decided = zip(postings, refusals).filter { posting, _ in
            posting.journal.id != known?.journal.id
        }
        note(.refusals(decided.prefix(count).map(\.1)), of: works)
    }

    /// The transfers of one journal among several.
    private func oneJournal() -> [Transfer] {
        switch state.value.dice.below(10) {
        case ..<5: [move()]
        case ..<7: linked()
        case ..<9: [hold()]
        default: [state.value.dice.pick(state.value.made).flatMap { end($0) } ?? move()]
        }
    }

    /// A journal that is about to be posted, and the reference under which.
    private struct Work {
        let reference: String
        let posting: Posting
    }

    /// Writes down what is about to be posted.
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

    /// Writes down what the bank decided about each of some journals.
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

    /// The same journal once more, or another one under its number.
    private func postAgain() async throws {
        guard let posting = state.value.dice.pick(state.value.journals) else { return }
        var (transfers, narratives) = (posting.journal.transfers, posting.narratives)
        switch state.value.dice.below(10) {
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

    /// What transfers do to the accounts, as far as it matters for who sees which leg.
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
        // Only accounts beside the main one of each, so that there is always something to do.
        let (person, account) =
            state.value.dice.pick(Self.changedGrants) ?? Self.changedGrants[0]
        let (user, id) = (Town.people[person].id, Town.accounts[account].id)
        // A grant makes history come in beside news, which is another cut.
        world.oracle.willRevoke(id, of: user)
        if state.value.dice.percent(50) {
            world.trace.note("office: revokes \(Town.accounts[account].word)")
            try await ask(.revoke(id, user))
        } else {
            let access: AccountRecord.Access =
                switch state.value.dice.below(10) {
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
        let (person, account) = state.value.dice.pick(Town.payees) ?? Town.payees[0]
        let (user, id) = (Town.people[person].id, Town.accounts[account].id)
        if state.value.dice.percent(50) {
            try await ask(.removePayee(id, user))
        } else {
            let name = "\(Town.accounts[account].word) (\(state.value.dice.below(100)))"
            try await ask(.addPayee(id, name: name, user))
        }
    }

    private func person() -> Town.Person {
        Town.people[state.value.dice.below(Town.people.count)]
    }

    func bits() -> UInt128 {
        UInt128(state.value.dice.bits()) << 64 | UInt128(state.value.dice.bits())
    }
}

extension OfficeAnswer {
    /// Nothing follows from it.
    func ignore() {}
}
