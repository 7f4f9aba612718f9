import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

extension Client {
    /// The form of the record, as this console reports it to the bank.
    private static let recordVersion: Int64 = 2

    /// Sends `begin-sync` with the cursor and the last number of the device sequence.
    func begin(from cursor: Cursor?, _ session: Session) async -> SyncMachine.Event? {
        let device = try? await session.outbox.device()
        let request = BeginSyncRequest(
            app: settings.release,
            recordVersion: Self.recordVersion,
            cursor: cursor,
            deviceKey: device?.publicKey ?? [],
            deviceSequence: device?.lastSequence ?? 0
        )
        let askedAt = clock.boottime()
        let exchange = await ask(
            .beginSync(request),
            session,
            limitMilliseconds: settings.replyLimitMilliseconds
        )
        switch exchange {
        case .reply(.syncBegun(let reply)):
            let term = LeaseTerm(endsAt: reply.leaseEndsAt, serverTime: reply.serverTime)
            guard let term else { return await failure(of: exchange, session) }
            // Read again: what was queued and sent while the bank was asked has a number too.
            let last = (try? await session.outbox.device())?.lastSequence
            if reply.deviceSequence > last ?? .max {
                // An older copy of the outbox was put back: its numbers were given already.
                try? await session.outbox.beginDevice()
            }
            guard isCurrent(session.number) else { return nil }
            hear(reply.head, session)
            hear(reply.zone)
            await noteLease(term, askedAt: askedAt)
            let plan = machine.judged(SyncMachine.Plan(reply.mode), head: reply.head)
            if plan == .rolledBack { await noteRollback(session) }
            return .begun(plan, head: reply.head, serverTime: reply.serverTime)
        case .reply(.problem(let problem)) where problem.code == .upgradeNeeded:
            return .begun(.upgrade, head: nil, serverTime: nil)
        case .reply, .notSent, .noReply, .interrupted:
            return await failure(of: exchange, session)
        }
    }

    /// Adopts the bank's zone; figures that were counted in another zone are read again.
    private func hear(_ told: ZoneOffset?) {
        guard let told, told != session?.zone else { return }
        session?.zone = told
        isStatusStale = true
        emit(.recordsChanged)
    }

    /// Stores the time at which an epoch was first named: later decisions prove nothing about the
    /// copy that it began from.
    ///
    /// The name alone proves nothing. A console that kept the highest one that it was ever told would
    /// take every true answer after a false one for an older copy.
    func hear(_ place: Cursor, _ session: Session) {
        guard place.epoch > machine.seenEpoch, place.epoch != namedEpoch?.epoch else { return }
        namedEpoch = (place.epoch, session.bankTime(atBoottime: clock.boottime()))
    }

    /// Stores the bank's epoch, so that no earlier one is accepted later.
    ///
    /// To be called when something proves it: entries that follow were applied, or both sides agreed.
    func noteEpoch(of place: Cursor, _ session: Session) async {
        machine.noteEpoch(place.epoch)
        let named = namedEpoch.flatMap { $0.epoch == place.epoch ? $0.at : nil }
        let time = named ?? session.bankTime(atBoottime: clock.boottime())
        // What could not be written is written with the next proof; the machine knows it already.
        try? await session.outbox.noteEpoch(place.epoch, at: time)
        if await session.outbox.isInboxDue { outboxSignal.raise() }
    }

    /// Stores the epoch of changes, if there are entries among them.
    ///
    /// An entry follows on those before it. Accounts and payees, and a place that nothing leads to,
    /// follow on nothing: the comparison proves those.
    func noteEpoch(of place: Cursor, provedBy changes: [FeedChange], _ session: Session) async {
        let hasEntries = changes.contains { change in
            if case .entry = change { true } else { false }
        }
        guard hasEntries else { return }
        await noteEpoch(of: place, session)
    }

    /// Puts every account in doubt and keeps its last entry as evidence.
    ///
    /// The bank does not know that it ever told of it. Nothing is put right before the bank's books
    /// go on properly.
    private func noteRollback(_ session: Session) async {
        guard let heads = try? await session.records.heads() else { return }
        let foundAt = session.bankTime(atBoottime: clock.boottime())
        for head in heads where head.accountSequence > 0 {
            let fault = ChainFault(
                accountID: head.accountID,
                accountSequence: head.accountSequence,
                reason: .divergence
            )
            // The whole record is in doubt already, whether or not this can be written.
            try? await session.records.doubt(fault, foundAt: foundAt)
        }
        guard isCurrent(session.number) else { return }
        advance(.doubtChanged(hasUnverifiedAccount: true))
        emit(.recordsChanged)
    }

    /// Requests a page of a snapshot.
    func requestPage(_ place: SnapshotPlace?, _ session: Session) async -> SyncMachine.Event? {
        let request = SnapshotRequest(
            at: place?.at,
            page: place?.page ?? "",
            limit: machine.pageSize.changeCount
        )
        let exchange = await ask(
            .snapshot(request),
            session,
            limitMilliseconds: settings.replyLimitMilliseconds
        )
        guard case .reply(.snapshot(let page)) = exchange else {
            return await failure(of: exchange, session)
        }
        guard page.at.epoch >= machine.seenEpoch else { return .booksReplaced }
        hear(page.at, session)
        // Every page is of the cursor that the first one was pinned to.
        guard place.map({ $0.at == page.at }) ?? true else { return .cursorRefused }
        pendingPage = PendingPage(
            page: page,
            place: place ?? SnapshotPlace(at: page.at, page: "")
        )
        return .pageArrived(serverTime: page.serverTime)
    }

    /// Applies the page that arrived.
    func applyPendingPage(_ session: Session) async -> SyncMachine.Event? {
        guard let pending = pendingPage else { return .applyFailed }
        pendingPage = nil
        let page = pending.page
        return await writing(session) {
            try await takeDecisions(of: page.changes, session)
            let result = try await session.records.applyPage(
                page.changes,
                of: pending.place,
                nextPage: page.nextPage,
                serverTime: page.serverTime
            )
            guard isCurrent(session.number) else { return nil }
            await noteEpoch(of: page.at, provedBy: page.changes, session)
            guard isCurrent(session.number) else { return nil }
            // What is there of an unfinished snapshot is no news: nobody may rely on it yet.
            tell(of: result, hasChanges: result.state.snapshot == nil)
            count(page.changes, isFirst: pending.place.page.isEmpty)
            return .pageApplied(
                next: result.state.snapshot,
                cursor: result.state.cursor,
                confirmedAt: result.state.wholeAt,
                progress: snapshotProgress
            )
        }
    }

    /// Counts received entries against the lengths of the accounts so far, as a figure to show.
    private func count(_ changes: [FeedChange], isFirst: Bool) {
        if isFirst { snapshotProgress = SyncMachine.Progress(done: 0, total: 0) }
        for change in changes {
            switch change {
            case .entry: snapshotProgress.done += 1
            case .account(let account):
                let (sum, isTooLarge) = snapshotProgress.total.addingReportingOverflow(
                    account.accountSequence
                )
                snapshotProgress.total = isTooLarge ? .max : sum
            case .hold, .payee, .decision, .accessRevoked: break
            }
        }
        snapshotProgress.total = max(snapshotProgress.total, snapshotProgress.done)
    }
}

extension SyncMachine.Plan {
    fileprivate init(_ mode: BeginSyncReply.Mode) {
        self =
            switch mode {
            case .delta: .delta
            case .snapshot: .snapshot
            case .epochChanged: .epochChanged
            case .rolledBack: .rolledBack
            case .upgrade: .upgrade
            }
    }
}
