import CoreVocabulary
import SyncCore
import WireProtocol

/// Comparison of one session's record with the bank's books, and the repair of what differs.
final class RecordComparer: SessionPart {
    /// The most rounds of one comparison; an honest bank needs far fewer.
    private static let comparisonRoundLimit = 1_000
    /// Minimum time between two writes of an agreement, in seconds; a stream may report it often.
    private static let comparedNoteSeconds: Int64 = 60

    let context: SessionContext
    private let line: SessionLine
    private let health: RecordHealth
    private let mender: RecordMender
    /// Time at which an agreement was last written down, by the monotonic clock.
    private(set) var comparedNotedAt: Instant?

    init(
        _ context: SessionContext,
        _ line: SessionLine,
        _ health: RecordHealth,
        _ mender: RecordMender
    ) {
        self.context = context
        self.line = line
        self.health = health
        self.mender = mender
    }

    /// Returns the trie over the chains of the record, which were computed from its entries.
    func trie() async throws -> AccountTrie {
        AccountTrie(try await records.heads().map(AccountLeaf.init))
    }

    /// Records that both sides agree.
    func noteAgreement(at serverTime: Instant) async {
        health.repairs = RepairCount()
        await mender.liftCompared()
        if let place = machine.cursor { await context.noteEpoch(of: place) }
        sync.comparedAt = serverTime
        let now = clock.boottime()
        if let noted = comparedNotedAt, now < noted.adding(seconds: Self.comparedNoteSeconds) {
            return
        }
        comparedNotedAt = now
        // If this is lost, only the time of the comparison is lost.
        try? await records.noteCompared(at: serverTime)
    }

    /// Compares both sides at the record's cursor, and repairs the differences here.
    ///
    /// Nothing is taken over from the bank but entries, and those only as far as they follow.
    func compare(at cursor: Cursor) async -> SyncEvent? {
        await health.writing { try await event(ofComparisonAt: cursor) }
    }

    private func event(ofComparisonAt cursor: Cursor) async throws -> SyncEvent? {
        var comparison = RecordComparison(trie: try await trie())
        rounds: for _ in 0..<Self.comparisonRoundLimit {
            switch comparison.step {
            case .ask(let question):
                let exchange = await line.ask(
                    .reconcile(ReconcileRequest(at: cursor, question: question))
                )
                guard case .reply(.reconcile(let answer)) = exchange else {
                    return await line.failure(of: exchange)
                }
                try await comparison.receive(answer, from: records)
            case .finished(let findings):
                guard findings.isEmpty else {
                    return !health.repairs.isExhausted
                        ? await repair(findings, comparison.bankLengths)
                        : await doubt(findings)
                }
                if let event = await mender.eventOfUncovered() { return event }
                let now = bankTime
                await noteAgreement(at: now)
                return .compared(.agrees(at: now))
            case .postponed:
                return .compared(.postponed)
            case .contradicted:
                break rounds
            }
        }
        sync.noteCause(.answerUnreadable)
        return .requestFailed(retryAfterMilliseconds: 0)
    }

    /// Removes differing entries from the record, keeps them as evidence, and fetches them again.
    private func repair(
        _ findings: [ReconcileFinding],
        _ bankLengths: [AccountID: Int64]
    ) async -> SyncEvent? {
        let foundAt = bankTime
        var isRepaired = true
        for finding in findings {
            let event = await health.writing {
                try await setAside(finding, foundAt)
                guard let length = bankLengths[finding.accountID] else {
                    // An account that is missing here comes with the whole feed.
                    if finding.kind == .notHere { isRepaired = false }
                    return nil
                }
                let failure = try await refetch(finding, upTo: length, foundAt)
                if failure == .applyFailed { isRepaired = false }
                return failure == .applyFailed ? nil : failure
            }
            guard let event else {
                if bankLengths[finding.accountID] != nil {
                    health.repairs.refetchedAccounts.insert(finding.accountID)
                }
                continue
            }
            // A repair that the line cut short does not count as a failed one. A failed write does,
            // or the repair would be begun for ever.
            if event == .applyFailed { health.repairs.add() }
            return event
        }
        health.repairs.add()
        return await endRepair(isRepaired: isRepaired)
    }

    /// Puts the accounts in doubt that several repairs did not correct, and changes nothing else.
    private func doubt(_ findings: [ReconcileFinding]) async -> SyncEvent? {
        let foundAt = bankTime
        let event = await health.writing {
            for finding in findings {
                try await records.doubt(Self.fault(of: finding), foundAt: foundAt)
            }
            return await endRepair(isRepaired: false)
        }
        // Nothing is live while both sides differ, whether or not that can be written down.
        return event == .applyFailed ? .compared(.differs) : event
    }

    private static func fault(of finding: ReconcileFinding) -> ChainFault {
        ChainFault(
            accountID: finding.accountID,
            accountSequence: finding.firstBadSequence,
            reason: finding.kind == .hereShorter ? .unreadable : .divergence
        )
    }

    private func endRepair(isRepaired: Bool) async -> SyncEvent? {
        await health.writing {
            let state = try await records.state()
            advance(.doubtChanged(hasUnverifiedAccount: !state.doubts.isEmpty))
            emit(.recordsChanged)
            await emitStatus()
            return .compared(isRepaired ? .repaired : .differs)
        }
    }

    private func setAside(_ finding: ReconcileFinding, _ foundAt: Instant) async throws {
        let fault = Self.fault(of: finding)
        if finding.kind == .notHere {
            try await records.doubt(fault, foundAt: foundAt)
        } else {
            try await records.setAside(
                fault,
                foundAt: foundAt,
                keepsAccount: finding.kind != .notAtBank
            )
        }
        await suspectLoss(finding)
        if finding.kind != .notAtBank { advance(.doubtChanged(hasUnverifiedAccount: true)) }
        emit(.recordsChanged)
    }

    /// Records a possible loss: the books may have continued without some entries in the same
    /// epoch, because somebody put back an older copy.
    ///
    /// A row may only have been damaged here: the bank says of each entry that is taken out whether
    /// it holds it.
    private func suspectLoss(_ finding: ReconcileFinding) async {
        guard machine.notice != .booksReplaced else { return }
        switch finding.kind {
        case .differs, .bankShorter, .notAtBank: await outbox.suspectLoss()
        case .hereShorter, .notHere: break
        }
    }

    /// Fetches an account's entries from a sequence on, as far as the bank had them at the cursor.
    ///
    /// - Returns: Nil when the account is right again; `.applyFailed` when it stays in doubt; the
    ///   event of the line when that failed.
    private func refetch(
        _ finding: ReconcileFinding,
        upTo length: Int64,
        _ foundAt: Instant
    ) async throws -> SyncEvent? {
        let accountID = finding.accountID
        // Both sides have the same up to here: it was compared hash by hash. A row before it that
        // cannot be read was taken out as well.
        let start = try await head(of: accountID)
        var first = min(finding.firstBadSequence, start.accountSequence + 1)
        while first <= length {
            let count = min(settings.sync.entryCount, machine.pageSize.changeCount)
            let last = min(length, first + Int64(count) - 1)
            let exchange = await line.ask(
                .entries(EntriesRequest(accountID: accountID, first: first, last: last))
            )
            guard case .reply(.entries(let entries)) = exchange else {
                return await line.failure(of: exchange)
            }
            let wanted = entries.filter { (first...last).contains($0.accountSequence) }
            guard let end = wanted.last?.accountSequence, end >= first else { return .applyFailed }
            let fault = try await records.refill(accountID, with: wanted, foundAt: foundAt)
            guard fault == nil else { return .applyFailed }
            first = end + 1
        }
        return try await recompute(from: start, upTo: length) ? nil : .applyFailed
    }

    private func head(of accountID: AccountID) async throws -> ChainHead {
        try await records.account(accountID)?.head ?? .genesis(of: accountID)
    }

    /// Recomputes an account's chain from the cut, and lifts the doubt if the fetched entries are
    /// right.
    private func recompute(from start: ChainHead, upTo length: Int64) async throws -> Bool {
        let accountID = start.accountID
        var head = start
        while head.accountSequence < length {
            let next = try await records.verify(
                accountID,
                from: head,
                limit: settings.sync.recomputedEntryCount
            )
            guard next != head else { return false }
            head = next
        }
        guard try await head == self.head(of: accountID) else { return false }
        try await records.liftDoubt(about: accountID)
        return true
    }
}
