import ClientService
import ClientStorageMemory
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// The complete check at the end of a run, after the faults have ended and everybody had time to
/// agree.
struct FinalCheck {
    let world: World

    var oracle: Oracle { world.oracle }

    func run() async {
        if let finding = world.bank.disk.firstFinding(.whole) {
            return oracle.fail(.books, "\(finding)")
        }
        guard let store = world.bank.life?.store.base else {
            return oracle.fail(.liveness, "the bank does not run")
        }
        do {
            for console in world.consoles { try await check(console, store) }
            try await checkTransfers(store)
            try await checkKeys(store)
            try await checkLedger(store)
        } catch {
            oracle.fail(.books, "the books cannot be read at the end: \(error)")
        }
    }

    // MARK: Consoles

    private func check(_ console: SimulatedConsole, _ store: any LedgerStore) async throws {
        let name = "console \(console.number)"
        let record = console.record.current
        let state = await record.state()
        let liveness: Property = console.isClockWrong ? .skew : .liveness
        let open = console.outbox.contents.filter(\.isUndecided)
        oracle.expect(
            liveness,
            open.isEmpty,
            "\(name) still waits for \(open.count) decisions, the first \(Self.words(open.first))"
        )
        oracle.expect(
            liveness,
            state.doubts.isEmpty && !state.isRepairing,
            "\(name) still doubts \(state.doubts.count) accounts"
        )
        let head = try await store.read { (try $0.epoch(), try $0.feedHead()) }
        oracle.expect(
            liveness,
            state.cursor?.epoch == head.0 && state.cursor?.feedSequence == head.1,
            "\(name) stands at \(state.cursor?.feedSequence ?? 0), and the feed at \(head.1)"
        )
        guard oracle.violation == nil else { return }
        try await compare(console, store)
        await checkTold(console)
        try await checkEvidence(console)
        try await checkLoss(console, store)
    }

    private static func words(_ record: OutboxRecord?) -> String {
        record.map { "\(Oracle.short($0.key)) (\($0.state))" } ?? ""
    }

    /// Compares the record, row by row, with the rows that the books show this user.
    private func compare(_ console: SimulatedConsole, _ store: any LedgerStore) async throws {
        let name = "console \(console.number)"
        let user = console.owner.owner.id
        let grants = try await store.read { try $0.grants(of: user) }.filter { $0.access != nil }
        let held = await console.record.current.accounts()
        let known = Set(held.map(\.record.accountID))
        let gone = known.subtracting(grants.map(\.accountID))
        oracle.expect(.revoked, gone.isEmpty, "\(name) still shows \(gone.count) revoked accounts")
        let missing = Set(grants.map(\.accountID)).subtracting(known)
        oracle.expect(.gapFree, missing.isEmpty, "\(name) lacks \(missing.count) accounts")
        for account in Town.accounts where !known.contains(account.id) {
            let rest = await console.record.current.chainHash(of: account.id, at: 1)
            oracle.expect(.revoked, rest == nil, "\(name) keeps entries of \(account.word)")
        }
        let property: Property = oracle.notes(on: console).altered.isEmpty ? .prefix : .neverAdopt
        for account in held {
            let id = account.record.accountID
            let truth = try await store.read { reader in
                try reader.entries(of: id, .afterAccountSequence(0), limit: .max)
            }
            let rows = try? await console.record.current.entries(of: id, sequences: 1...Int64.max)
            oracle.expect(
                property,
                rows?.map { FeedChange.entry($0) } == truth.map(\.change),
                "\(name) has \(rows?.count ?? -1) entries of \(Oracle.short(id)), "
                    + "and the books \(truth.count); they are not the same"
            )
            let holds = try await store.read { try $0.pendingHolds(of: id) }
            let shown = await console.record.current.holds(of: id)
            oracle.expect(
                .prefix,
                Set(holds) == Set(shown),
                "\(name) shows \(shown.count) holds of \(Oracle.short(id)), "
                    + "and the books \(holds.count)"
            )
        }
    }

    /// Checks that all damage is in the evidence, and that there is no evidence without damage.
    ///
    /// Damage beyond the evidence limit only has to be counted as unkept.
    private func checkEvidence(_ console: SimulatedConsole) async throws {
        let notes = oracle.notes(on: console)
        let evidence = await console.record.current.evidence()
        let unkept = await console.record.current.state().unkeptEvidence
        let places = Set(
            evidence.map {
                RecordPlace(account: $0.fault.accountID, sequence: $0.fault.accountSequence)
            }
        )
        for place in notes.damaged.sorted() {
            oracle.expect(
                .detect,
                places.contains(place) || unkept[place.account] != nil,
                "console \(console.number) did not find the damage at "
                    + "\(Oracle.short(place.account)) \(place.sequence)"
            )
        }
        let isClean =
            !notes.wasDamaged && notes.altered.isEmpty && !notes.wasComparedWrongly
            && oracle.state.value.restoredAt == nil
        if isClean {
            oracle.expect(
                .noFalseAlarm,
                evidence.isEmpty && unkept.isEmpty,
                "console \(console.number) found something at "
                    + "\(places.sorted().first.map { "\(Oracle.short($0.account)) \($0.sequence)" } ?? "")"
                    + ", where nothing was damaged"
            )
        }
    }

    /// Checks that entries lost by a restore are in the evidence of the console that held them.
    ///
    /// Entries beyond the evidence limit only have to be counted as unkept. Of an account that the
    /// console no longer shows, no evidence remains that the bank has verified as held.
    private func checkLoss(_ console: SimulatedConsole, _ store: any LedgerStore) async throws {
        let notes = oracle.notes(on: console)
        let record = console.record.current
        let evidence = await record.evidence()
        let shown = Set(await record.accounts().map(\.record.accountID))
        let name = "console \(console.number)"
        for found in evidence where !shown.contains(found.fault.accountID) {
            oracle.expect(
                .revoked,
                found.mark?.verdict != .held,
                "\(name) keeps entry \(found.fault.accountSequence) of an account that it does not "
                    + "show, and the bank holds it"
            )
        }
        guard let held = notes.heldBefore, !notes.wasDamaged, notes.altered.isEmpty,
            !notes.wasComparedWrongly
        else { return }
        let unkept = await record.state().unkeptEvidence
        let found = Set(evidence.map(\.bytes))
        var books: [AccountID: [EntryRecord]] = [:]
        for (place, entry) in held.sorted(by: { $0.key < $1.key }) {
            let id = place.account
            if books[id] == nil {
                books[id] = try await store.read { reader in
                    try reader.entries(of: id, .afterAccountSequence(0), limit: .max)
                }.compactMap { if case .entry(let entry) = $0.change { entry } else { nil } }
            }
            let isHeld = books[id]?.contains(entry) ?? false
            oracle.expect(
                .detect,
                isHeld || found.contains(entry.canonicalBytes) || unkept[id] != nil,
                "\(name) has no proof of entry \(place.sequence) of \(Oracle.short(id)), which the "
                    + "books lost"
            )
            if !isHeld, found.contains(entry.canonicalBytes) { world.note(.lossProved) }
        }
    }

    // MARK: Transfers

    private func checkTransfers(_ store: any LedgerStore) async throws {
        for (key, asked) in oracle.state.value.asked.sorted(by: { $0.key < $1.key }) {
            let console = world.consoles[asked.console]
            let decided = try await store.read { try $0.intent(key)?.decision }
            let record = console.outbox.record(key)
            let wasInserted = console.outbox.inserted.value.contains { $0.key == key }
            oracle.expect(
                .noLoss,
                !wasInserted || record != nil,
                "\(Oracle.short(key)) is in no outbox any more"
            )
            check(record, decided, asked)
        }
    }

    /// Compares the outcome of a transfer in an outbox with the books and the model.
    func check(_ record: OutboxRecord?, _ decided: IntentDecision?, _ asked: Oracle.Asked) {
        guard let record else { return }
        let name = Oracle.short(record.key)
        let mayBeLost = asked.told.map { oracle.mayBeLost($0) } ?? false
        switch record.state {
        case .decided(let decision):
            if record.sendCount > 1, decision.isPosted { world.note(.queuedThenPosted) }
            guard !mayBeLost else { return }
            oracle.expect(
                .ledger,
                decided == decision
                    && world.judge.now.intents[record.key]?.decision == decision,
                "\(name) was \(decision.outcome.word) for the console, and the books say "
                    + "\(decided.map(\.outcome.word) ?? "nothing")"
            )
        case .cancelled:
            oracle.expect(
                .cancelExclusive,
                decided?.isPosted != true,
                "\(name) was taken back and posted"
            )
        case .queued, .sending, .unknown, .cancelAsked, .needsCode:
            break
        }
    }

    /// Checks that a session has its keys exactly as long as the model says.
    ///
    /// Keys that were destroyed under a wrong clock would be missing here.
    private func checkKeys(_ store: any LedgerStore) async throws {
        for (id, session) in world.judge.now.sessions.sorted(by: { $0.key < $1.key }) {
            let stored = try await store.read { try $0.session(id) }
            oracle.expect(
                .ledger,
                stored.map { !$0.sealedAuthorisationKey.isEmpty } == session.hasKeys,
                "session \(Oracle.short(id)) has \(session.hasKeys ? "no keys" : "keys") at the end"
            )
        }
    }

    // MARK: The plain ledger

    /// Checks that the accounts follow from the acknowledged acts and nothing else.
    private func checkLedger(_ store: any LedgerStore) async throws {
        let model = world.judge.now
        for stored in try await store.read({ try $0.accounts() }) {
            let id = stored.account.id
            let expected = model.ledger.accounts[id]
            oracle.expect(
                .ledger,
                stored.account.booked.minorUnits == expected?.balance
                    && stored.account.held.minorUnits == expected?.held
                    && stored.account.version == Int64(expected?.entries.count ?? -1),
                "account \(Oracle.short(id)) has \(stored.account.booked.minorUnits), and what was "
                    + "acknowledged makes \(expected?.balance ?? 0)"
            )
        }
        var references: [String: Int] = [:]
        for transfer in try await store.read({ reader in
            try reader.exportedTransfers(ExportFilter(), after: 0, limit: .max)
        }) {
            references[transfer.reference, default: 0] += 1
        }
        for asked in oracle.state.value.asked.values {
            let reference = asked.reviewed.reference
            let count = references[reference] ?? 0
            oracle.expect(.noDoublePost, count <= 1, "\(reference) was posted \(count) times")
        }
        for (reference, work) in oracle.state.value.office {
            guard let acknowledgedAt = work.acknowledgedAt, !oracle.mayBeLost(acknowledgedAt),
                !work.effects.isEmpty
            else { continue }
            oracle.expect(
                .ledger,
                references[reference] != nil,
                "\(reference) was acknowledged, and is not in the books"
            )
        }
    }
}

extension IntentDecision {
    /// True if the transfer was posted.
    var isPosted: Bool { if case .posted = outcome { true } else { false } }
}
