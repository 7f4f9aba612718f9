import CoreVocabulary
import SyncCore
import WireProtocol

extension SyncLoop {
    /// The form of the record, as this console reports it to the bank.
    private static let recordVersion: Int64 = 2

    /// Sends `begin-sync` with the cursor and the last number of the device sequence.
    func begin(from cursor: Cursor?) async -> SyncEvent? {
        // A console whose key cannot be read now tells of no sequence.
        let device = try? await outbox.device()
        let request = BeginSyncRequest(
            app: settings.release,
            recordVersion: Self.recordVersion,
            cursor: cursor,
            deviceKey: device?.publicKey ?? [],
            deviceSequence: device?.lastSequence ?? 0
        )
        let askedAt = clock.boottime()
        let exchange = await line.ask(.beginSync(request))
        switch exchange {
        case .reply(.syncBegun(let reply)):
            let term = LeaseTerm(endsAt: reply.leaseEndsAt, serverTime: reply.serverTime)
            guard let term else { return await line.failure(of: exchange) }
            // Read again: what was queued and sent while the bank was asked has a number too.
            let last = (try? await outbox.device())?.lastSequence
            if reply.deviceSequence > last ?? .max {
                // An older copy of the outbox was put back: its numbers were given already.
                try? await outbox.beginDevice()
            }
            context.hear(reply.head)
            hear(reply.zone)
            await lease.note(term, askedAt: askedAt)
            let plan = machine.judged(SyncPlan(reply.mode), head: reply.head)
            if plan == .rolledBack { await noteRollback() }
            return .begun(plan, head: reply.head, serverTime: reply.serverTime)
        case .reply(.problem(let problem)) where problem.code == .upgradeNeeded:
            return .begun(.upgrade, head: nil, serverTime: nil)
        case .reply, .notSent, .noReply, .interrupted:
            return await line.failure(of: exchange)
        }
    }

    /// Adopts the bank's zone; figures that were counted in another zone are read again.
    private func hear(_ told: ZoneOffset?) {
        guard let told, told != context.zone else { return }
        context.zone = told
        context.gate.noteStaleStatus()
        emit(.recordsChanged)
    }

    /// Puts every account in doubt and keeps its last entry as evidence.
    ///
    /// The bank does not know that it ever told of it. Nothing is put right before the bank's books
    /// go on properly.
    private func noteRollback() async {
        // The whole record is in doubt already, whether or not this can be read and written.
        guard let heads = try? await records.heads() else { return }
        let foundAt = bankTime
        for head in heads where head.accountSequence > 0 {
            let fault = ChainFault.divergence(head.accountID, at: head.accountSequence)
            // As above: the doubt does not depend on it.
            try? await records.doubt(fault, foundAt: foundAt)
        }
        advance(.doubtChanged(hasUnverifiedAccount: true))
        emit(.recordsChanged)
    }

    /// Requests a page of a snapshot.
    func requestPage(_ place: SnapshotPosition?) async -> SyncEvent? {
        let request = SnapshotRequest(
            at: place?.at,
            page: place?.page ?? "",
            limit: machine.pageSize.changeCount
        )
        let exchange = await line.ask(.snapshot(request))
        guard case .reply(.snapshot(let page)) = exchange else {
            return await line.failure(of: exchange)
        }
        guard page.at.epoch >= machine.seenEpoch else { return .booksReplaced }
        context.hear(page.at)
        // Every page is of the cursor that the first one was pinned to.
        guard place.map({ $0.at == page.at }) ?? true else { return .cursorRefused }
        let first = SnapshotPosition(at: page.at, page: "")
        pendingPage = PendingPage(page: page, place: place ?? first)
        return .pageArrived(serverTime: page.serverTime)
    }

    /// Applies the page that arrived.
    func applyPendingPage() async -> SyncEvent? {
        guard let pending = pendingPage else { return .applyFailed }
        pendingPage = nil
        let page = pending.page
        return await health.writing {
            try await applyDecisions(of: page.changes)
            let result = try await records.applyPage(
                page.changes,
                of: pending.place,
                nextPage: page.nextPage,
                serverTime: page.serverTime
            )
            await context.noteEpoch(of: page.at, provedBy: page.changes)
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
        if isFirst { snapshotProgress = SyncProgress(done: 0, total: 0) }
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

extension SyncPlan {
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
