import CoreVocabulary
import SyncCore
import WireProtocol

/// Mender of a session's record, which repairs damaged rows with as few requests as it can.
///
/// A damaged row costs one request at most, and one request repairs many: entries are fetched by
/// their places and have to fit between their neighbours, and other rows are told again as of the
/// record's cursor. The whole feed is read again only if a fault cannot be repaired so, or takes more
/// requests than the whole feed.
final class RecordMender: SessionPart {
    /// The outcome of the repair of one fault.
    enum Mending {
        /// The fault is repaired.
        case mended
        /// The fault cannot be repaired by itself.
        case impossible
        /// No fault shows here; a comparison has to decide.
        case toBeCompared
        /// The record has to catch up first; the repair is tried again.
        case later
        /// The line or the store did not answer; the repair is tried again.
        case notNow
    }

    /// The number of damaged accounts that are requested one by one whatever the whole feed costs:
    /// some seconds on a slow line.
    static let mendedAccountLimit = 64

    let context: SessionContext
    let line: SessionLine
    let health: RecordHealth

    init(_ context: SessionContext, _ line: SessionLine, _ health: RecordHealth) {
        self.context = context
        self.line = line
        self.health = health
    }

    /// Repairs the doubts: row by row if possible, and otherwise from the whole feed, unless the
    /// last such repair was recent.
    func repairIfDue() async {
        // A store that does not answer now is asked again after the next batch.
        guard !machine.isHalted, !health.faults.isMending,
            let state = try? await records.state(), !state.doubts.isEmpty, !state.isRepairing
        else { return }
        health.faults.isMending = true
        let isReadAgain = await isReadAgain(for: state.doubts)
        let isOver = isReadAgain ? false : await mend(state.doubts)
        health.faults.isMending = false
        // What cannot be read now is judged after the next batch.
        guard !isReadAgain, let left = try? await records.state().doubts else { return }
        if left.isEmpty {
            advance(.doubtChanged(hasUnverifiedAccount: false))
            emit(.recordsChanged)
            await emitStatus()
            return
        }
        if left != state.doubts { emit(.recordsChanged) }
        // What was found meanwhile is put right in the next round.
        let waiting = Set(health.faults.waiting.map(\.accountID))
        let unresolved = left.filter { !waiting.contains($0.accountID) }
        guard isOver, !unresolved.isEmpty else { return }
        if health.repairs.isExhausted
            || !health.faults.leftToComparison.isSuperset(of: unresolved)
        {
            await repairFromFeed()
        }
    }

    /// Returns true if reading the whole feed takes fewer requests than fetching the damaged rows.
    private func isReadAgain(for doubts: [ChainFault]) async -> Bool {
        let doubted = Set(doubts.map(\.accountID))
        let damaged = Set(
            (doubts + health.faults.waiting).filter { fault in
                fault.accountSequence > 0 && fault.reason == .unreadable
                    && doubted.contains(fault.accountID)
            }.map(\.accountID)
        )
        // Where a chain cannot be read, that is put right first.
        guard damaged.count > Self.mendedAccountLimit,
            let heads = try? await records.heads()
        else { return false }
        let entryCount = heads.reduce(0) { $0 + Int($1.accountSequence) }
        guard damaged.count > entryCount / machine.pageSize.changeCount + 1 else { return false }
        return await repairFromFeed()
    }

    /// Lifts the doubts that only a comparison could lift, after both sides agreed.
    ///
    /// Both may agree on half a history: of an account of which the bank told more than the record
    /// holds they say nothing.
    func liftCompared() async {
        let compared = health.faults.leftToComparison
        guard !compared.isEmpty || !health.faults.hopeless.isEmpty else { return }
        // What cannot be read or written stays in doubt, and is judged again.
        guard let state = try? await records.state() else { return }
        let uncovered = await uncovered(in: state)
        health.faults.noteAgreement(uncovered: uncovered)
        guard !compared.isEmpty else { return }
        // A doubt that cannot be lifted now stays, and is judged again.
        for fault in state.doubts where compared.contains(fault) && !uncovered.contains(fault) {
            try? await records.liftDoubt(about: fault.accountID)
        }
        // The record itself keeps what is in doubt.
        guard let left = try? await records.state().doubts else { return }
        advance(.doubtChanged(hasUnverifiedAccount: !left.isEmpty))
        emit(.recordsChanged)
    }

    /// Returns the event after an agreement on less than the bank told of; nil after a full one.
    ///
    /// An honest bank's line altered an entry, or the bank contradicts itself: what it tells of when
    /// the whole feed is read again decides.
    func eventOfUncovered() async -> SyncEvent? {
        // A record that cannot be read now is compared again.
        guard let isShort = try? await isShortOfTold() else { return .applyFailed }
        guard isShort else { return nil }
        await liftCompared()
        await repairFromFeed()
        return .compared(.differs)
    }

    /// Returns true if the record has fewer entries than the bank told of.
    func isShortOfTold() async throws -> Bool {
        let state = try await records.state()
        guard state.toldSequences.isEmpty else { return true }
        return !(await uncovered(in: state)).isEmpty
    }

    /// Returns the faults in accounts whose entries are missing although the bank told of them, or
    /// were found faulty.
    private func uncovered(in state: RecordState) async -> Set<ChainFault> {
        var uncovered: Set<ChainFault> = []
        for fault in state.doubts where await isUncovered(fault, in: state) {
            uncovered.insert(fault)
        }
        return uncovered
    }

    private func isUncovered(_ fault: ChainFault, in state: RecordState) async -> Bool {
        if state.toldSequences[fault.accountID] != nil { return true }
        do {
            let held = try await records.account(fault.accountID)
            return held.map { $0.head.accountSequence < fault.accountSequence } ?? false
        } catch {
            // Whoever reads the account itself notes what is wrong with it.
            return true
        }
    }

    /// Reads the whole feed again, unless that was done recently; returns true if it begins.
    @discardableResult
    private func repairFromFeed() async -> Bool {
        let now = clock.boottime()
        if let next = health.nextRepairAt, now < next { return false }
        health.nextRepairAt = now.adding(seconds: SyncMachine.repairPauseSeconds)
        // What could not begin stays in doubt, and is tried again when the pause is over.
        guard (try? await records.beginRepair()) != nil else { return false }
        advance(.recordSetBack(cursor: nil))
        return true
    }

    /// Repairs the faults that were found; returns true if none is left to be tried again.
    private func mend(_ doubts: [ChainFault]) async -> Bool {
        let doubted = Set(doubts.map(\.accountID))
        var unresolved: Set<AccountID> = []
        // All that is no entry is put right at once, whichever account it is of.
        var partMending: Mending?
        var (isOver, isLineUp) = (true, true)
        var isComparisonWanted = false
        // What the bank tells of these does not fit, and is not asked for once more.
        var refused: Set<AccountID> = []
        for fault in doubts + health.faults.waiting.filter({ !doubts.contains($0) }) {
            // The account may have been put right in another way, or taken away.
            guard doubted.contains(fault.accountID) else {
                health.faults.settle(fault)
                continue
            }
            let isLeft =
                health.faults.hopeless.contains(fault)
                || health.faults.leftToComparison.contains(fault)
            let isEntry = fault.accountSequence > 0
            let mending: Mending? =
                if isLeft || !isLineUp {
                    nil
                } else if isEntry, refused.contains(fault.accountID) {
                    .impossible
                } else {
                    await mend(fault, &partMending)
                }
            if mending != .mended { unresolved.insert(fault.accountID) }
            switch mending {
            case .mended: health.faults.settle(fault)
            case .impossible:
                health.faults.giveUp(fault)
                if isEntry { refused.insert(fault.accountID) }
            case .toBeCompared:
                health.faults.leaveToComparison(fault)
                isComparisonWanted = true
            case .later:
                health.faults.add(fault)
                isOver = false
            // The line would not let the next one out either.
            case .notNow:
                health.faults.add(fault)
                (isOver, isLineUp) = (false, false)
            case nil: break
            }
        }
        if isComparisonWanted { advance(.repairAsked) }
        // Of what was found in the meantime the doubt says nothing else.
        unresolved.formUnion(health.faults.waiting.map(\.accountID))
        for accountID in doubted.subtracting(unresolved).sorted() {
            guard (try? await records.liftDoubt(about: accountID)) != nil else { return false }
        }
        return isOver
    }

    private func mend(_ fault: ChainFault, _ partMending: inout Mending?) async -> Mending {
        let isEntry = fault.accountSequence != 0
        if !isEntry {
            let mending = if let partMending { partMending } else { await mendPart() }
            partMending = mending
            guard mending == .mended else { return mending }
        }
        do {
            return isEntry ? try await mendEntry(fault) : try await judgeRows(of: fault.accountID)
        } catch is ChainFault {
            return .impossible
        } catch {
            // A store that does not answer now is asked again.
            return .notNow
        }
    }

    private func mendEntry(_ fault: ChainFault) async throws -> Mending {
        let (accountID, sequence) = (fault.accountID, fault.accountSequence)
        let limit = settings.sync.entryCount
        let places = try await records.damagedPlaces(around: fault, limit: limit)
        guard places.isEmpty else { return try await mend(places, of: accountID) }
        guard let held = try await records.account(accountID) else { return .impossible }
        // What was not taken, or was taken out, is found and fetched by a comparison.
        guard sequence <= held.head.accountSequence else { return .toBeCompared }
        let hashes = try await records.chainHashes(of: accountID, at: [sequence])
        guard hashes.first ?? nil != nil else { return .impossible }
        // It can be read again, and follows; or it could all the time, and is not the bank's.
        return fault.reason == .unreadable ? .mended : .toBeCompared
    }

    /// Checks the other rows of an account, and the payees, after they were fetched again or the
    /// chain was recomputed.
    private func judgeRows(of accountID: AccountID) async throws -> Mending {
        // An account that is not there was not told, or is only a payee's.
        _ = try await records.account(accountID)
        _ = try await records.holds(of: accountID)
        _ = try await records.payees()
        return .mended
    }

    private func mend(
        _ stretches: [ClosedRange<Int64>],
        of accountID: AccountID
    ) async throws -> Mending {
        let entryCount = settings.sync.entryCount
        guard stretches.allSatisfy({ $0.count <= entryCount }) else { return .impossible }
        let limit = min(entryCount, machine.pageSize.changeCount)
        for span in FetchedSpans(over: stretches, limit: limit).spans {
            let mending = try await fetch(span, of: accountID, atMost: limit)
            guard mending == .mended else { return mending }
        }
        return .mended
    }

    /// Fetches the entries of a span, and replaces its damaged rows with them.
    private func fetch(
        _ span: ClosedRange<Int64>,
        of accountID: AccountID,
        atMost limit: Int
    ) async throws -> Mending {
        var entries: [EntryRecord] = []
        var first = span.lowerBound
        // A bank of smaller sizes answers in parts.
        while first <= span.upperBound {
            let last = min(span.upperBound, first + Int64(limit) - 1)
            let exchange = await line.ask(
                .entries(EntriesRequest(accountID: accountID, first: first, last: last))
            )
            switch exchange {
            case .reply(.entries(let part)):
                guard let end = part.last?.accountSequence, end >= first else {
                    return .impossible
                }
                entries += part
                first = end + 1
            case .reply(.problem(let problem)) where !problem.code.isTransient:
                return .impossible
            case .reply, .notSent, .noReply, .interrupted:
                return .notNow
            }
        }
        guard entries.map(\.accountSequence) == Array(span) else { return .impossible }
        let isMended = try await records.mend(accountID, with: entries, foundAt: bankTime)
        return isMended ? .mended : .impossible
    }
}
