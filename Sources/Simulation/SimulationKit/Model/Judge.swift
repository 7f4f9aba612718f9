import CoreVocabulary
import LedgerService
import WireProtocol

/// Foresees the bank's answers and writes, and compares them with the real ones.
///
/// The model's state advances with each job of a commit that became durable. An answer is right if
/// the model gives it in one of the states between the request's arrival and now. The writes of a
/// job are right if they follow from an act that was under way.
final class Judge: Sendable {
    /// A state, and the job that led to the next one.
    struct Version: Sendable {
        let state: ModelState
        var job: JobFacts?
    }

    let oracle: Oracle
    let sizes: Sizes
    let state: Cell<State>

    struct State {
        /// The states since the start of the oldest open act, newest last.
        var versions: [Version]
        /// Number of the first state in `versions`.
        var firstVersion = 0
        var acts: [UInt64: Act] = [:]
        var lastAct: UInt64 = 0
        var given = Given()
        /// The jobs of the commit that is being written to the disk, with the states they lead to.
        var pending: [(job: JobFacts, after: ModelState)] = []
        var faultCount = 0
        var backup: ModelState?
        /// Sign-in attempts that the bank's current process has counted.
        var begun: Set<SignInTry> = []
        /// Sign-in attempts by which a disabled user spent a code, in the bank's current process.
        var spent: Set<SignInTry> = []
        var clock = ClockRules(leadNanoseconds: 0)
        /// True while an operator is accepting the bank's clock.
        var isAcceptingClock = false
    }

    /// A step of a sign-in attempt at a time; copies that arrive together share one.
    struct SignInTry: Hashable, Sendable {
        let signIn: ModelState.SignIn
        let at: Instant
    }

    init(oracle: Oracle, sizes: Sizes, epoch: UInt64) {
        self.oracle = oracle
        self.sizes = sizes
        // Computed before the run begins, because its scheduler would run the work otherwise.
        _ = SignInMarks.all
        var founding = ModelState.founding
        founding.epoch = epoch
        state = Cell(State(versions: [Version(state: founding)]))
    }

    /// The current state of the model.
    var now: ModelState {
        guard let version = state.value.versions.last else {
            invariantBroken("a judge has a state from the beginning")
        }
        return version.state
    }

    var lastVersion: Int { state.value.firstVersion + state.value.versions.count - 1 }

    // MARK: Acts

    /// True if the office is about to close an account.
    func isClosing(_ id: AccountID) -> Bool {
        state.value.acts.values.contains { act in
            guard case .office(.closeAccount(let closed)) = act.wish else { return false }
            return closed == id
        }
    }

    /// Begins an act for a request to the bank, and one for each transfer of a batch.
    func begin(_ wish: Act.Wish, from place: Int = 0) -> Act {
        let act = Act(
            nextNumber(),
            wish,
            from: place,
            firstVersion: lastVersion,
            faultCount: state.value.faultCount
        )
        if case .request(let envelope?) = wish, case .submitIntents(let batch) = envelope.request {
            act.parts.value = batch.intents.map { intent in
                let part = RequestEnvelope(token: envelope.token, request: .submitIntent(intent))
                return Act(nextNumber(), .request(part), partOf: act)
            }
        }
        for begun in [act] + act.parts.value { state.value.acts[begun.number] = begun }
        if case .office(.acceptClock) = wish { state.value.isAcceptingClock = true }
        lookAtClock(for: act)
        return act
    }

    /// Ends an act that the bank has finished or that nobody waits for any more.
    func drop(_ act: Act) {
        for ended in [act] + act.parts.value { state.value.acts[ended.number] = nil }
        prune()
    }

    private func nextNumber() -> UInt64 {
        state.value.lastAct += 1
        return state.value.lastAct
    }

    /// Judges the bank's answer to a request.
    func finish(_ act: Act, _ bytes: [UInt8]) {
        defer { drop(act) }
        guard let reply = try? Reply(encoded: bytes) else {
            return oracle.fail(.verdict, "the bank answers \(act.words) with what nobody can read")
        }
        guard case .intents(let answers) = reply, answers.count == act.parts.value.count else {
            return judge(reply, to: act)
        }
        for (part, answer) in zip(act.parts.value, answers) { judge(answer.reply, to: part) }
    }

    private func judge(_ reply: Reply, to act: Act) {
        learn(act, reply)
        switch reply {
        case .problem(let problem) where problem.code == .internalFailure:
            return expectFault(during: act)
        case .problem(let problem) where problem.code == .busy:
            return expectWrongClock(during: act)
        default: break
        }
        var seen: [String] = []
        var complaint: String?
        let isRight = hasMove(of: act) { number, version, now, move in
            guard let answer = move.answer, answer.matches(reply), isDone(move, in: version) else {
                if oracle.world.trace.isKept {
                    seen.append("\(number): \(move.answer.map { "\($0)" } ?? "…")")
                }
                return false
            }
            let rules = DisclosureRules(judge: self, act: act, version: version.state, now: now)
            guard let wrong = rules.complaint(about: reply) else { return true }
            complaint = complaint ?? wrong
            return false
        }
        if isRight { return }
        if let complaint { return oracle.fail(.disclosure, complaint) }
        let foreseen = Set(seen.map { String($0.prefix(200)) }).sorted()
        for line in foreseen { oracle.world.trace.note("  foreseen at \(line)") }
        oracle.fail(
            .verdict,
            "\(act.words) is answered \(Oracle.words(for: reply)), which no rule leads to"
        )
    }

    /// Judges the bank's answer to its office; nil if the bank failed.
    func finish(_ act: Act, _ answer: OfficeAnswer?) {
        defer { drop(act) }
        if case .office(.acceptClock) = act.wish {
            sawAcceptanceEnd(of: act, isDone: answer == .done)
        }
        guard let answer else { return expectFault(during: act) }
        if act.needsRightClock { lookAtClock(for: act) }
        if answer.isForClock { return expectWrongClock(during: act) }
        let isRight = hasMove(of: act) { _, version, _, move in
            if case .office(answer)? = move.answer { isDone(move, in: version) } else { false }
        }
        oracle.expect(.verdict, isRight, "the office's \(act.words) is answered \(answer)")
    }

    /// Returns true if the job that followed this state wrote the facts of the move.
    private func isDone(_ move: Move, in version: Version) -> Bool {
        if move.facts.isEmpty { return true }
        guard let job = version.job else { return false }
        return job == move.facts
    }

    /// Expects that the disk had a fault during a failed act.
    func expectFault(during act: Act) {
        oracle.expect(
            .verdict,
            state.value.faultCount > act.faultCount.value,
            "\(act.words) fails while the disk is in order"
        )
    }

    /// Returns true if an act has an outcome that meets a condition.
    ///
    /// The condition gets each outcome with the state that leads to it, the number of that state,
    /// and the reading of the clock, the newest state first.
    func hasMove(
        of act: Act,
        where isMeant: (_ number: Int, _ version: Version, _ now: Instant, _ move: Move) -> Bool
    ) -> Bool {
        let (versions, firstVersion) = (state.value.versions, state.value.firstVersion)
        let first = max(0, act.firstVersion.value - firstVersion)
        for place in (first..<max(first, versions.count)).reversed() {
            let (version, number) = (versions[place], firstVersion + place)
            let names = version.job?.names ?? MadeUpNames()
            for (now, move) in moves(of: act, version.state, names, before: number)
            where isMeant(number, version, now, move) {
                return true
            }
        }
        return false
    }

    func moves(
        of act: Act,
        _ state: ModelState,
        _ names: MadeUpNames,
        before number: Int
    ) -> [(Instant, Move)] {
        let first = max(0, act.firstVersion.value - self.state.value.firstVersion)
        let end = max(first, number - self.state.value.firstVersion)
        let earlier = self.state.value.versions[first..<end]
        // A request that is refused before any clock is read needs no reading.
        let readings = act.readings.value.isEmpty ? [.epoch] : act.readings.value
        return readings.reversed().flatMap { now in
            Foresight(
                state: state,
                now: now,
                act: act,
                given: self.state.value.given,
                names: names,
                sizes: sizes,
                begun: self.state.value.begun,
                spent: self.state.value.spent,
                earlier: earlier
            )
            .moves.map { (now, $0) }
        }
    }

    // MARK: Lives of the bank

    /// Drops all acts, because the bank's process has ended.
    func sawEnd() {
        state.value.acts = [:]
        state.value.begun = []
        state.value.spent = []
        state.value.isAcceptingClock = false
        prune()
    }

    /// Closes open sign-in attempts and takes the clock for right, because a new process of the
    /// bank begins.
    func sawStart() {
        change { state in
            for key in state.signIns.keys { state.signIns[key]?.open = 0 }
        }
        state.value.clock = ClockRules(
            leadNanoseconds: clockLead,
            isFarAhead: now.areBooksFarBehind(clockTime, days: sizes.bank.longestPauseDays)
        )
    }

    /// Keeps a copy of the state as the backup.
    func sawBackup() { state.value.backup = now }

    /// Restores the backup under a new epoch.
    func sawRestore(epoch: UInt64) {
        guard let backup = state.value.backup else { return }
        change { state in
            state = backup
            state.epoch = epoch
        }
    }

    private func change(_ body: (inout ModelState) -> Void) {
        var next = now
        body(&next)
        state.value.versions.append(Version(state: next))
        prune()
    }

    func prune() {
        let oldest = state.value.acts.values.map(\.firstVersion.value).min() ?? lastVersion
        let surplus = min(oldest - state.value.firstVersion, state.value.versions.count - 1)
        guard surplus > 0 else { return }
        state.value.versions.removeFirst(surplus)
        state.value.firstVersion += surplus
    }
}
