import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

extension Client {
    /// The most rounds of one comparison; an honest bank needs far fewer.
    private static let comparisonRoundLimit = 1_000
    /// The most repairs in a row that may leave both sides different.
    ///
    /// No other follows before they agree: it would take the same rows out, and leave more evidence
    /// each time.
    static let repairLimit = 3
    /// The shortest time between two notes of an agreement, in seconds; a stream may bring many.
    private static let comparedNoteSeconds: Int64 = 60

    /// Returns the trie over the chains of the record, which were computed from its entries.
    func trie(_ session: Session) async throws -> AccountTrie {
        AccountTrie(try await session.records.heads().map(AccountLeaf.init))
    }

    /// Records that both sides agree.
    func noteAgreement(at serverTime: Instant, _ session: Session) async {
        repairCount = 0
        refetchedAccounts = []
        await liftCompared(session)
        guard isCurrent(session.number) else { return }
        if let place = machine.cursor { await noteEpoch(of: place, session) }
        // The times are those of the next session once this one is over.
        guard isCurrent(session.number) else { return }
        comparedAt = serverTime
        let now = clock.boottime()
        if let noted = comparedNotedAt, now < noted.adding(seconds: Self.comparedNoteSeconds) {
            return
        }
        comparedNotedAt = now
        // If this is lost, only the time of the comparison is lost.
        try? await session.records.noteCompared(at: serverTime)
    }

    /// Compares both sides at the record's cursor, and repairs the differences here.
    ///
    /// Nothing is taken over from the bank but entries, and those only as far as they follow.
    func compare(at cursor: Cursor, _ session: Session) async -> SyncMachine.Event? {
        var comparison: RecordComparison
        do {
            comparison = RecordComparison(trie: try await trie(session))
        } catch {
            return await writing(session) { throw error }
        }
        guard isCurrent(session.number) else { return nil }
        for _ in 0..<Self.comparisonRoundLimit {
            switch comparison.step {
            case .ask(let question):
                let exchange = await ask(
                    .reconcile(ReconcileRequest(at: cursor, question: question)),
                    session,
                    limitMilliseconds: settings.replyLimitMilliseconds
                )
                guard case .reply(.reconcile(let answer)) = exchange else {
                    return await failure(of: exchange, session)
                }
                do {
                    try await comparison.take(answer, from: session.records)
                } catch {
                    return await writing(session) { throw error }
                }
                // The answer of a session that is over says nothing about the next one.
                guard isCurrent(session.number) else { return nil }
            case .finished(let findings):
                guard findings.isEmpty else {
                    return repairCount < Self.repairLimit
                        ? await repair(findings, comparison.bankLengths, session)
                        : await doubt(findings, session)
                }
                if let event = await eventOfUncovered(session) { return event }
                guard isCurrent(session.number) else { return nil }
                let now = session.bankTime(atBoottime: clock.boottime())
                await noteAgreement(at: now, session)
                return .compared(.agrees(at: now))
            case .postponed:
                return .compared(.postponed)
            case .contradicted:
                noteCause(.answerUnreadable)
                return .requestFailed(retryAfterMilliseconds: 0)
            }
        }
        noteCause(.answerUnreadable)
        return .requestFailed(retryAfterMilliseconds: 0)
    }

    /// Removes differing entries from the record, keeps them as evidence, and fetches them again.
    private func repair(
        _ findings: [ReconcileFinding],
        _ bankLengths: [AccountID: Int64],
        _ session: Session
    ) async -> SyncMachine.Event? {
        let foundAt = session.bankTime(atBoottime: clock.boottime())
        var isRepaired = true
        for finding in findings {
            let event = await writing(session) {
                try await setAside(finding, foundAt, session)
                guard let length = bankLengths[finding.accountID] else {
                    // An account that is missing here comes with the whole feed.
                    if finding.kind == .notHere { isRepaired = false }
                    return nil
                }
                let failure = try await refetch(finding, upTo: length, foundAt, session)
                if failure == .applyFailed { isRepaired = false }
                return failure == .applyFailed ? nil : failure
            }
            guard isCurrent(session.number) else { return nil }
            guard let event else {
                if bankLengths[finding.accountID] != nil {
                    refetchedAccounts.insert(finding.accountID)
                }
                continue
            }
            // A repair that the line cut short does not count as a failed one. A failed write does,
            // or the repair would be begun for ever.
            if event == .applyFailed { repairCount += 1 }
            return event
        }
        repairCount += 1
        return await endRepair(isRepaired: isRepaired, session)
    }

    /// Puts the accounts in doubt that several repairs did not correct, and changes nothing else.
    private func doubt(
        _ findings: [ReconcileFinding],
        _ session: Session
    ) async -> SyncMachine.Event? {
        let foundAt = session.bankTime(atBoottime: clock.boottime())
        let event = await writing(session) {
            for finding in findings {
                try await session.records.doubt(Self.fault(of: finding), foundAt: foundAt)
            }
            return await endRepair(isRepaired: false, session)
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

    private func endRepair(isRepaired: Bool, _ session: Session) async -> SyncMachine.Event? {
        await writing(session) {
            let state = try await session.records.state()
            guard isCurrent(session.number) else { return nil }
            advance(.doubtChanged(hasUnverifiedAccount: !state.doubts.isEmpty))
            emit(.recordsChanged)
            await emitStatus()
            return .compared(isRepaired ? .repaired : .differs)
        }
    }

    private func setAside(
        _ finding: ReconcileFinding,
        _ foundAt: Instant,
        _ session: Session
    ) async throws {
        let fault = Self.fault(of: finding)
        if finding.kind == .notHere {
            try await session.records.doubt(fault, foundAt: foundAt)
        } else {
            try await session.records.setAside(
                fault,
                foundAt: foundAt,
                keepsAccount: finding.kind != .notAtBank
            )
        }
        guard isCurrent(session.number) else { return }
        await suspectLoss(finding, session)
        guard isCurrent(session.number) else { return }
        if finding.kind != .notAtBank { advance(.doubtChanged(hasUnverifiedAccount: true)) }
        emit(.recordsChanged)
    }

    /// Records a possible loss: the books may have continued without some entries in the same
    /// epoch, because somebody put back an older copy.
    ///
    /// A row may only have been damaged here: the bank says of each entry that is taken out whether
    /// it holds it.
    private func suspectLoss(_ finding: ReconcileFinding, _ session: Session) async {
        guard machine.notice != .booksReplaced else { return }
        switch finding.kind {
        case .differs, .bankShorter, .notAtBank: await session.outbox.suspectLoss()
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
        _ foundAt: Instant,
        _ session: Session
    ) async throws -> SyncMachine.Event? {
        let accountID = finding.accountID
        // Both sides have the same up to here: it was compared hash by hash. A row before it that
        // cannot be read was taken out as well.
        let start = try await head(of: accountID, session)
        var first = min(finding.firstBadSequence, start.accountSequence + 1)
        while first <= length {
            let count = min(settings.sync.entryCount, machine.pageSize.changeCount)
            let last = min(length, first + Int64(count) - 1)
            let exchange = await ask(
                .entries(EntriesRequest(accountID: accountID, first: first, last: last)),
                session,
                limitMilliseconds: settings.replyLimitMilliseconds
            )
            guard case .reply(.entries(let entries)) = exchange else {
                return await failure(of: exchange, session)
            }
            let wanted = entries.filter { (first...last).contains($0.accountSequence) }
            guard let end = wanted.last?.accountSequence, end >= first else { return .applyFailed }
            let fault = try await session.records.refill(
                accountID,
                with: wanted,
                foundAt: foundAt
            )
            guard fault == nil else { return .applyFailed }
            first = end + 1
        }
        return try await recompute(from: start, upTo: length, session) ? nil : .applyFailed
    }

    private func head(of accountID: AccountID, _ session: Session) async throws -> ChainHead {
        try await session.records.account(accountID)?.head ?? .genesis(of: accountID)
    }

    /// Recomputes an account's chain from the cut, and lifts the doubt if the fetched entries are
    /// right.
    private func recompute(
        from start: ChainHead,
        upTo length: Int64,
        _ session: Session
    ) async throws -> Bool {
        let accountID = start.accountID
        var head = start
        while head.accountSequence < length {
            let next = try await session.records.verify(
                accountID,
                from: head,
                limit: settings.sync.recomputedEntryCount
            )
            guard next != head else { return false }
            head = next
        }
        guard try await head == self.head(of: accountID, session) else { return false }
        try await session.records.liftDoubt(about: accountID)
        return true
    }
}

/// One comparison, with the part of the record that each of its steps needs.
struct RecordComparison: Sendable {
    private struct Place: Hashable {
        let accountID: AccountID
        let sequence: Int64
    }

    private var reconciler: Reconciler
    private let trie: AccountTrie
    /// The number of entries of each account by the bank's word, to ask by and never to adopt.
    private(set) var bankLengths: [AccountID: Int64] = [:]

    init(trie: AccountTrie) {
        self.trie = trie
        reconciler = Reconciler(trie: trie)
    }

    var step: Reconciler.Step { reconciler.step }

    /// Applies the answer to the question of ``step``.
    ///
    /// - Throws: What the record throws.
    mutating func take(
        _ answer: ReconcileAnswer,
        from records: any RecordStore
    ) async throws {
        var hashes: [Place: Digest256] = [:]
        func fetch(_ accountID: AccountID, _ sequences: [Int64]) async throws {
            let found = try await records.chainHashes(of: accountID, at: sequences)
            for (sequence, hash) in zip(sequences, found) {
                hashes[Place(accountID: accountID, sequence: sequence)] = hash
            }
        }
        if case .ask(.chains(let questions)) = step {
            for question in questions { try await fetch(question.accountID, question.places) }
        }
        for leaf in Self.leaves(of: answer) {
            bankLengths[leaf.accountID] = leaf.accountSequence
            guard let own = trie.leaf(of: leaf.accountID), leaf.accountSequence >= 1,
                own.accountSequence > leaf.accountSequence
            else { continue }
            try await fetch(leaf.accountID, [leaf.accountSequence])
        }
        reconciler.take(answer) { accountID, sequences in
            sequences.map { hashes[Place(accountID: accountID, sequence: $0)] }
        }
    }

    private static func leaves(of answer: ReconcileAnswer) -> [AccountLeaf] {
        let nodes: [TrieNode] =
            switch answer {
            case .differs(let node): [node]
            case .nodes(let nodes): nodes
            case .agrees, .behind, .chains: []
            }
        return nodes.flatMap { node -> [AccountLeaf] in
            if case .accounts(let leaves) = node { leaves } else { [] }
        }
    }
}
