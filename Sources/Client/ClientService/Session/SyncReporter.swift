import CoreVocabulary
import SyncCore

/// Report on one session's record, line and queue.
final class SyncReporter: SessionPart {
    let context: SessionContext
    private let health: RecordHealth
    private let lease: SessionLease

    init(_ context: SessionContext, _ health: RecordHealth, _ lease: SessionLease) {
        self.context = context
        self.health = health
        self.lease = lease
    }

    /// Reports how the local record, the line and the queue stand, in full.
    func report() async throws -> SyncReport {
        let (state, evidence) = try await health.read { records in
            (try await records.state(), try await records.evidence())
        }
        let divergences = FoundRows(
            evidence,
            doubts: state.doubts,
            untaken: await untaken(among: evidence)
        )
        return SyncReport(
            channel: channel,
            cause: machine.link.isUp ? nil : sync.lineCause,
            lastContact: sync.lastContact,
            cursor: state.cursor,
            head: machine.head,
            comparedAt: sync.comparedAt ?? state.comparedAt.map { min($0, bankTime) },
            leaseEndsAt: lease.endsAt,
            queue: await outbox.items,
            divergences: Divergence.inOrder(await judged(divergences.rows, by: state)),
            unkeptCount: state.unkeptEvidence.values.reduce(0, +)
        )
    }

    /// Returns the faults of entries that did not follow the chain and whose places lack a right
    /// row; an account without access needs none.
    private func untaken(among evidence: [Evidence]) async -> Set<ChainFault> {
        var untaken: Set<ChainFault> = []
        let faults = evidence.map(\.fault).filter(\.isOfToldEntry)
        for (accountID, faults) in Dictionary(grouping: faults, by: \.accountID) {
            let places = faults.map(\.accountSequence)
            do {
                guard try await records.account(accountID) != nil else { continue }
                let hashes = try await records.chainHashes(of: accountID, at: places)
                for (fault, hash) in zip(faults, hashes) where hash == nil {
                    untaken.insert(fault)
                }
            } catch {
                // What cannot be read now is not called right.
                untaken.formUnion(faults)
            }
        }
        return untaken
    }

    /// Adds the bank's verdict to each finding, from its answer in this epoch or from the record
    /// after an agreement; others stay unknown.
    private func judged(_ rows: [Divergence], by state: RecordState) async -> [Divergence] {
        let awaits = awaitedByAll(state)
        var accounts: [AccountID: HeldLength] = [:]
        var judged = rows
        for (number, row) in rows.enumerated() {
            guard awaits == nil, row.fault.reason == .divergence, let entry = row.entry else {
                judged[number].awaits = awaits ?? awaited(by: row)
                continue
            }
            let accountID = row.fault.accountID
            let verdict = row.mark.flatMap { $0.epoch == state.cursor?.epoch ? $0.verdict : nil }
            if row.isRepaired, verdict != .held, accounts[accountID] == nil {
                accounts[accountID] = await heldLength(of: accountID)
            }
            let account = accounts[accountID] ?? .unreadable
            guard account != .absent || verdict != nil else {
                // Nothing was compared: what the books have of an account without access is not told.
                let isRefused = sync.evidence.refused.contains(accountID)
                judged[number].awaits = isRefused ? .people : .bankWord
                continue
            }
            judged[number].atBank = await atBank(entry, row, verdict, account)
            judged[number].awaits = awaited(by: row)
        }
        return judged
    }

    /// The number of entries that the record holds of an account.
    private enum HeldLength: Hashable {
        /// The record cannot be read now.
        case unreadable
        /// The account has none, because the bank gives no access to it.
        case absent
        /// The account has so many entries.
        case entries(Int64)
    }

    /// Returns the step that must come before any verdict; nil if the bank's books and the whole
    /// record are reliable.
    ///
    /// Books that went back may lack again what was put right from them, and have what they lacked.
    private func awaitedByAll(_ state: RecordState) -> Divergence.Awaited? {
        if machine.notice == .rolledBack { return .booksOfBank }
        return state.isRepairing || machine.freshnessRule.isRecordInDoubt ? .comparison : nil
    }

    /// Returns the step that must come before the repair of a row; nil if it is repaired.
    private func awaited(by row: Divergence) -> Divergence.Awaited? {
        if row.isRepaired { return nil }
        if machine.notice == .upgradeNeeded { return .upgrade }
        // Of an account that was found wrong only now nothing was fetched again.
        let isRefetched = health.repairs.refetchedAccounts.contains(row.fault.accountID)
        return health.repairs.isExhausted && isRefetched ? .agreement : .comparison
    }

    private func heldLength(of accountID: AccountID) async -> HeldLength {
        do {
            guard let held = try await records.account(accountID) else { return .absent }
            return .entries(held.head.accountSequence)
        } catch {
            // Whoever reads the account itself notes what is wrong with it.
            return .unreadable
        }
    }

    private func atBank(
        _ entry: EntryRecord,
        _ row: Divergence,
        _ verdict: EvidenceVerdict?,
        _ account: HeldLength
    ) async -> Divergence.AtBank? {
        if verdict == .held { return .same }
        // What is in doubt was not compared, or differs still.
        guard row.isRepaired, account != .unreadable else {
            return verdict == nil ? nil : .otherwise
        }
        let sequence = entry.accountSequence
        guard case .entries(let length) = account, sequence <= length else { return .nothing }
        guard verdict == nil else { return .another }
        // A row that cannot be read now is judged when it can.
        let held = try? await records.entry(of: entry.accountID, at: sequence)
        return held.map { $0 == entry ? .same : .another }
    }

    private var channel: SyncReport.Channel {
        guard machine.link.isUp, context.isOnline else { return .none }
        return machine.isStreaming ? .streaming : .polling
    }
}

extension Divergence {
    /// Sorts the rows by importance: faulty or missing at the bank, then not compared, then right;
    /// each group newest first.
    ///
    /// While the bank's books are older nobody knows which entries they lack. What was booked last is
    /// the likeliest, and comes first.
    static func inOrder(_ rows: [Divergence]) -> [Divergence] {
        rows.enumerated()
            .map { place, row in (row, row.weight, row.booking, place) }
            .sorted { ($0.1, $1.2, $0.3) < ($1.1, $0.2, $1.3) }
            .map(\.0)
    }

    private var weight: Int {
        guard isRepaired else { return 0 }
        guard awaits == nil else { return 1 }
        return switch atBank {
        case .nothing, .another, .otherwise: 0
        case .same, nil: 2
        }
    }

    private var booking: Instant {
        guard awaits == .booksOfBank, let entry else { return .epoch }
        return entry.bookedAt
    }
}
