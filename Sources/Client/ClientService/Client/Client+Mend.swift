import CoreVocabulary
import SyncCore
import WireProtocol

// A row that is damaged here costs one request: an entry is fetched by its place and has to fit
// between its neighbours, and what is no entry is told again as of the record's cursor. Only what
// cannot be put right so has the whole feed read again.
extension Client {
    /// The outcome of putting one fault right.
    enum Mending {
        /// It is right again.
        case mended
        /// It cannot be put right by itself.
        case impossible
        /// Nothing is wrong with it that shows here.
        case toBeCompared
        /// The record has to catch up first; it is tried again.
        case later
        /// The line or the store did not answer; it is tried again.
        case notNow
    }

    /// The pause after a repair that did not help, in seconds: 15 minutes.
    private static let repairPauseSeconds: Int64 = 900

    /// Puts right what is in doubt: row by row where that is possible, and else by a repair from the
    /// whole feed, unless the last one is not long ago.
    func repairIfDue() async {
        // A store that does not answer now is asked again after the next batch.
        guard let session, session.online != nil, !machine.isHalted, !faults.isMending,
            let state = try? await session.records.state(),
            isCurrent(session.number), !state.doubts.isEmpty, !state.isRepairing
        else { return }
        faults.isMending = true
        let isOver = await mend(state.doubts, session)
        guard isCurrent(session.number) else { return }
        faults.isMending = false
        guard isOver, let left = try? await session.records.state().doubts,
            isCurrent(session.number)
        else { return }
        if left.isEmpty {
            advance(.doubtChanged(hasUnverifiedAccount: false))
            emit(.recordsChanged)
            await emitStatus()
        } else if repairCount >= Self.repairLimit || !faults.leftToComparison.isSuperset(of: left) {
            await repairFromFeed(session)
        }
    }

    /// Lifts the doubts that only a comparison could lift, now that both sides agree.
    func liftCompared(_ session: Session) async {
        let compared = faults.leftToComparison
        faults.noteAgreement()
        // What cannot be written stays in doubt, and is judged again.
        guard !compared.isEmpty, let doubts = try? await session.records.state().doubts else {
            return
        }
        for fault in doubts where compared.contains(fault) {
            try? await session.records.liftDoubt(about: fault.accountID)
        }
        guard let left = try? await session.records.state().doubts, isCurrent(session.number)
        else { return }
        advance(.doubtChanged(hasUnverifiedAccount: !left.isEmpty))
        emit(.recordsChanged)
    }

    private func repairFromFeed(_ session: Session) async {
        let now = clock.boottime()
        if let nextRepairAt, now < nextRepairAt { return }
        nextRepairAt = now.adding(seconds: Self.repairPauseSeconds)
        // What could not begin stays in doubt, and is tried again when the pause is over.
        guard (try? await session.records.beginRepair()) != nil, isCurrent(session.number) else {
            return
        }
        advance(.recordSetBack(cursor: nil))
    }

    /// Puts the faults right that were found; whether there is none left to be tried again.
    private func mend(_ doubts: [ChainFault], _ session: Session) async -> Bool {
        let doubted = Set(doubts.map(\.accountID))
        var unresolved: Set<AccountID> = []
        // All that is no entry is put right at once, whichever account it is of.
        var partMending: Mending?
        var (isOver, isLineUp) = (true, true)
        var isComparisonWanted = false
        for fault in doubts + faults.waiting.filter({ !doubts.contains($0) }) {
            // The account may have been put right in another way, or taken away.
            guard doubted.contains(fault.accountID) else {
                faults.settle(fault)
                continue
            }
            let isLeft = faults.hopeless.contains(fault) || faults.leftToComparison.contains(fault)
            let mending: Mending? =
                isLeft || !isLineUp ? nil : await mend(fault, &partMending, session)
            guard isCurrent(session.number) else { return false }
            if mending != .mended { unresolved.insert(fault.accountID) }
            switch mending {
            case .mended: faults.settle(fault)
            case .impossible: faults.giveUp(fault)
            case .toBeCompared:
                faults.leaveToComparison(fault)
                isComparisonWanted = true
            case .later:
                faults.add(fault)
                isOver = false
            // The line would not let the next one out either.
            case .notNow:
                faults.add(fault)
                (isOver, isLineUp) = (false, false)
            case nil: break
            }
        }
        if isComparisonWanted { advance(.repairAsked) }
        for accountID in doubted.subtracting(unresolved).sorted() {
            guard (try? await session.records.liftDoubt(about: accountID)) != nil,
                isCurrent(session.number)
            else { return false }
        }
        return isOver
    }

    private func mend(
        _ fault: ChainFault,
        _ partMending: inout Mending?,
        _ session: Session
    ) async -> Mending {
        // A store that does not answer now is asked again.
        guard fault.accountSequence == 0 else {
            return (try? await mendEntry(fault, session)) ?? .notNow
        }
        let mending = if let partMending { partMending } else { await mendPart(session) }
        partMending = mending
        guard mending == .mended else { return mending }
        return (try? await judgeRows(of: fault.accountID, session)) ?? .notNow
    }

    private func mendEntry(_ fault: ChainFault, _ session: Session) async throws -> Mending {
        let accountID = fault.accountID
        do {
            let limit = settings.sync.entryCount
            if let places = try await session.records.damagedPlaces(around: fault, limit: limit) {
                return try await mend(places, of: accountID, session)
            }
            guard let held = try await session.records.account(accountID) else {
                return .impossible
            }
            // What was not taken, or was taken out, is found and fetched by a comparison.
            guard fault.accountSequence <= held.head.accountSequence else { return .toBeCompared }
            let hashes = try await session.records.chainHashes(
                of: accountID,
                at: [fault.accountSequence]
            )
            guard hashes.first ?? nil != nil else { return .impossible }
            // It can be read again, and follows; or it could all the time, and is not the bank's.
            return fault.reason == .unreadable ? .mended : .toBeCompared
        } catch is ChainFault {
            return .impossible
        }
    }

    /// Reads all that is no entry of an account, and the payees: they were told again if they had to
    /// be, and a chain was computed again when it was found to be damaged.
    private func judgeRows(of accountID: AccountID, _ session: Session) async throws -> Mending {
        do {
            // An account that is not there was not told, or is only a payee's.
            _ = try await session.records.account(accountID)
            _ = try await session.records.holds(of: accountID)
            _ = try await session.records.payees()
            return .mended
        } catch is ChainFault {
            return .impossible
        }
    }

    private func mend(
        _ places: ClosedRange<Int64>,
        of accountID: AccountID,
        _ session: Session
    ) async throws -> Mending {
        guard places.count <= settings.sync.entryCount else { return .impossible }
        var entries: [EntryRecord] = []
        var first = places.lowerBound
        // A bank of smaller sizes answers in parts.
        while first <= places.upperBound {
            let exchange = await ask(
                .entries(
                    EntriesRequest(accountID: accountID, first: first, last: places.upperBound)
                ),
                session,
                limitMilliseconds: settings.replyLimitMilliseconds
            )
            guard isCurrent(session.number) else { return .notNow }
            switch exchange {
            case .reply(.entries(let part)):
                guard let last = part.last?.accountSequence, last >= first else {
                    return .impossible
                }
                entries += part
                first = last + 1
            case .reply(.problem(let problem)) where !problem.code.isTransient:
                return .impossible
            case .reply, .notSent, .noReply, .interrupted:
                return .notNow
            }
        }
        guard entries.map(\.accountSequence) == Array(places) else { return .impossible }
        let foundAt = session.bankTime(atBoottime: clock.boottime())
        return try await session.records.mend(accountID, with: entries, foundAt: foundAt)
            ? .mended : .impossible
    }
}
