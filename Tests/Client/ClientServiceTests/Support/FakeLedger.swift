import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// The books of ``FakeBank``: two accounts of one user, a payee, and a feed of all that happened.
actor FakeLedger {
    static let savings = AccountID(rawValue: 0xA1)
    static let current = AccountID(rawValue: 0xA2)
    static let payee = AccountID(rawValue: 0xB1)
    static let currency = Currency.indianRupee

    private var epoch: UInt64 = 1
    private var feed: [FeedChange] = []
    private var balances: [AccountID: (sequence: Int64, balance: Int64)] = [:]
    private var decisions: [IntentKey: (bytes: [UInt8], decision: IntentDecision)] = [:]
    private(set) var postCount = 0
    private var transferCount: UInt128 = 0
    private var lie: EntryRecord?
    private var comparedLie: (change: FeedChange, place: Int)?

    /// Opens the accounts; the savings account gets entries of these amounts.
    init(amounts: [Int64] = [100_000], bookedAt: Instant = VirtualClock.start) {
        feed = [
            .account(Self.account(Self.savings, "Savings")),
            .account(Self.account(Self.current, "Current")),
            .payee(
                PayeeRecord(
                    accountID: Self.payee,
                    name: "Meera",
                    number: "777",
                    branchCode: "SAHY0000001",
                    currency: Self.currency,
                    isRemoved: false
                )
            ),
        ]
        for amount in amounts {
            let entry = Self.entry(
                Self.savings,
                amount,
                after: balances[Self.savings] ?? (0, 0),
                transfer: UInt128(feed.count),
                bookedAt: bookedAt.adding(seconds: -60),
                "Payroll",
                "Wages"
            )
            feed.append(.entry(entry))
            balances[Self.savings] = (entry.accountSequence, entry.balanceAfterMinorUnits)
        }
    }

    static func account(
        _ accountID: AccountID,
        _ product: String,
        access: AccountRecord.Access = .operate,
        isClosed: Bool = false,
        entries: Int64 = 0,
        minimumBalance: Int64 = 0
    ) -> AccountRecord {
        AccountRecord(
            accountID: accountID,
            number: "\(accountID.rawValue)",
            branchCode: "SAHY0000001",
            holder: "Asha",
            product: product,
            currency: currency,
            heldMinorUnits: 0,
            minimumBalanceMinorUnits: minimumBalance,
            isClosed: isClosed,
            access: access,
            accountSequence: entries
        )
    }

    static func entry(
        _ accountID: AccountID,
        _ amount: Int64,
        after last: (sequence: Int64, balance: Int64),
        transfer: UInt128,
        bookedAt: Instant,
        _ counterparty: String,
        _ reference: String
    ) -> EntryRecord {
        EntryRecord(
            accountID: accountID,
            accountSequence: last.sequence + 1,
            journalID: JournalID(rawValue: transfer),
            transferID: TransferID(rawValue: transfer),
            amount: Money(minorUnits: amount, currency: currency),
            balanceAfterMinorUnits: last.balance + amount,
            bookedAt: bookedAt,
            valueDate: ZoneOffset.india.date(of: bookedAt),
            code: 1,
            counterparty: counterparty,
            reference: reference
        )
    }

    func publish(_ changes: [FeedChange]) {
        feed += changes
        for case .entry(let entry) in changes {
            balances[entry.accountID] = (entry.accountSequence, entry.balanceAfterMinorUnits)
        }
    }

    /// Goes on as a bank that was restored from a copy: another epoch, and fewer changes.
    func restore(dropping count: Int) {
        epoch += 1
        for case .decision(let decision) in feed.suffix(count) { decisions[decision.key] = nil }
        feed.removeLast(count)
        for case .entry(let entry) in feed {
            balances[entry.accountID] = (entry.accountSequence, entry.balanceAfterMinorUnits)
        }
    }

    /// Has books put in the place of these that hold a decision which these lack.
    func restore(with decision: IntentDecision) {
        epoch += 1
        decisions[decision.key] = (decisions[decision.key]?.bytes ?? [], decision)
    }

    /// Has an older copy of the books put back by hand: those of an epoch that was before.
    func putBack(epoch: UInt64) {
        self.epoch = epoch
    }

    /// Says something else about the past; a bank must never do this.
    func falsify(_ change: FeedChange, at place: Int) {
        feed[place] = change
    }

    var changes: [FeedChange] { feed }

    func hasNews(after cursor: Cursor?) -> Bool {
        guard let cursor, cursor.epoch == epoch else { return !feed.isEmpty }
        return cursor.feedSequence < Int64(feed.count)
    }

    func batch(after cursor: Cursor?, limit: Int) -> FeedBatch {
        let start = cursor?.epoch == epoch ? Int(cursor?.feedSequence ?? 0) : 0
        let end = min(feed.count, start + limit)
        return FeedBatch(
            changes: Array(feed[min(start, end)..<end]),
            cursor: Cursor(epoch: epoch, feedSequence: Int64(end)),
            head: Cursor(epoch: epoch, feedSequence: Int64(feed.count))
        )
    }

    /// Loses the last changes without beginning a new life: what a bank must never do.
    func lose(_ count: Int) {
        for case .decision(let decision) in feed.suffix(count) { decisions[decision.key] = nil }
        feed.removeLast(count)
        balances = [:]
        for case .entry(let entry) in feed {
            balances[entry.accountID] = (entry.accountSequence, entry.balanceAfterMinorUnits)
        }
    }

    var head: Cursor { Cursor(epoch: epoch, feedSequence: Int64(feed.count)) }

    /// The mode in which a console with this cursor has to catch up.
    func mode(from cursor: Cursor?) -> BeginSyncReply.Mode {
        guard let cursor else { return .delta }
        if cursor.epoch != epoch { return .epochChanged }
        return cursor.feedSequence > Int64(feed.count) ? .rolledBack : .delta
    }

    /// The chain heads of all accounts at a place in the feed.
    func heads(at count: Int) -> [AccountID: [ChainHead]] {
        var heads: [AccountID: [ChainHead]] = [:]
        for (place, told) in feed.prefix(count).enumerated() {
            let change = comparedLie.map { $0.place == place ? $0.change : told } ?? told
            switch change {
            case .account(let account):
                if heads[account.accountID] == nil {
                    heads[account.accountID] = [.genesis(of: account.accountID)]
                }
            case .entry(let entry):
                let last = heads[entry.accountID]?.last ?? .genesis(of: entry.accountID)
                guard let next = try? last.extended(by: entry) else { continue }
                heads[entry.accountID, default: [last]].append(next)
            case .accessRevoked(let accountID):
                heads[accountID] = nil
            case .hold, .payee, .decision: break
            }
        }
        return heads
    }

    func trie(at count: Int) -> AccountTrie {
        AccountTrie(heads(at: count).values.compactMap(\.last).map(AccountLeaf.init))
    }

    func reconcile(_ request: ReconcileRequest) -> ReconcileAnswer {
        let count = Int(request.at.feedSequence)
        let heads = heads(at: count)
        return trie(at: count).answer(request.question) { accountID, places in
            let chain = heads[accountID] ?? []
            return places.map { chain.indices.contains(Int($0)) ? chain[Int($0)].hash : nil }
        }
    }

    /// What a bank says of evidence that keeps whatever it does not hold.
    func verdicts(on request: SubmitEvidenceRequest) -> [EvidenceVerdict] {
        request.items.map { item in
            feed.contains(.entry(item.entry)) ? .held : .kept
        }
    }

    func entries(_ request: EntriesRequest) -> [EntryRecord] {
        feed.compactMap { change in
            guard case .entry(let entry) = change, entry.accountID == request.accountID,
                (request.first...request.last).contains(entry.accountSequence)
            else { return nil }
            return entry.accountSequence == lie?.accountSequence ? lie : entry
        }
    }

    /// Accounts with their holds, and the payees when none is left, as the feed up to the cursor has
    /// them.
    func records(_ request: RecordsRequest, accountsAtOnce: Int) -> ToldRecords {
        var accounts: [AccountID: AccountRecord] = [:]
        var holds: [TransferID: HoldRecord] = [:]
        var payees: [AccountID: PayeeRecord] = [:]
        for change in feed.prefix(Int(request.at.feedSequence)) {
            switch change {
            case .account(let account): accounts[account.accountID] = account
            case .hold(let hold): holds[hold.transferID] = hold.status == .pending ? hold : nil
            case .payee(let payee): payees[payee.accountID] = payee.isRemoved ? nil : payee
            case .accessRevoked(let accountID): accounts[accountID] = nil
            case .entry, .decision: break
            }
        }
        let told = request.accountIDs.prefix(accountsAtOnce)
        let hasPayees = request.hasPayees && told.count == request.accountIDs.count
        var changes: [FeedChange] = []
        for account in told.compactMap({ accounts[$0] }) {
            changes.append(.account(account))
            changes += holds.values.filter { $0.accountID == account.accountID }.map { .hold($0) }
        }
        if hasPayees { changes += payees.values.map { .payee($0) } }
        return ToldRecords(accountCount: told.count, changes: changes, hasPayees: hasPayees)
    }

    /// A hold of the savings account.
    static func hold(_ number: UInt128) -> HoldRecord {
        HoldRecord(
            transferID: TransferID(rawValue: number),
            accountID: savings,
            amount: Money(minorUnits: 500, currency: currency),
            counterparty: "Sahyadri Grocers",
            reference: "Deposit",
            heldAt: VirtualClock.start,
            expiresAt: nil,
            status: .pending
        )
    }

    /// Answers with this in place of the entry when it is asked for entries.
    func lie(_ entry: EntryRecord) {
        lie = entry
    }

    /// Compares as if it had told this at a place of the feed.
    func compare(as change: FeedChange, at place: Int) {
        comparedLie = (change, place)
    }

    /// Pages of a snapshot: so many changes each, of the feed as it is at the cursor.
    func page(_ request: SnapshotRequest, size: Int, serverTime: Instant) -> SnapshotReply {
        let at = request.at ?? head
        let start = Int(request.page) ?? 0
        let end = min(Int(at.feedSequence), start + size)
        let isLast = end == Int(at.feedSequence)
        return SnapshotReply(
            at: at,
            changes: Array(feed[start..<end]),
            nextPage: isLast ? nil : String(end),
            root: isLast ? trie(at: end).root : nil,
            serverTime: serverTime
        )
    }

    /// Lets a key come to nothing, unless it was decided.
    func cancel(_ key: IntentKey, at now: Instant) -> IntentReply {
        if let known = decisions[key] { return .exists(known.decision) }
        let decision = IntentDecision(
            key: key,
            outcome: .refused(code: RefusalCode.cancelled.rawValue),
            decidedAt: now
        )
        decisions[key] = ([], decision)
        feed.append(.decision(decision))
        return .created(decision)
    }

    func decision(about key: IntentKey) -> IntentDecision? {
        decisions[key]?.decision
    }

    func submit(
        _ reviewed: ReviewedTransfer,
        isAuthorised: Bool,
        at now: Instant
    ) -> IntentReply {
        let bytes = reviewed.canonicalBytes
        if let known = decisions[reviewed.intentKey] {
            return known.bytes == bytes
                ? .exists(known.decision) : .existsWithDifferent(field: "amount")
        }
        guard isAuthorised else { return .notAuthorised(.codeWrong) }
        transferCount += 1
        let decision = decide(reviewed, at: now)
        decisions[reviewed.intentKey] = (bytes, decision)
        feed.append(.decision(decision))
        return .created(decision)
    }

    private func decide(_ reviewed: ReviewedTransfer, at now: Instant) -> IntentDecision {
        let key = reviewed.intentKey
        let amount = reviewed.amountMinorUnits
        let from = balances[reviewed.debitAccountID] ?? (0, 0)
        guard from.balance >= amount else {
            return IntentDecision(key: key, outcome: .refused(code: 1_006), decidedAt: now)
        }
        postCount += 1
        book(reviewed.debitAccountID, -amount, reviewed, at: now)
        book(reviewed.creditorAccountID, amount, reviewed, at: now)
        return IntentDecision(
            key: key,
            outcome: .posted(JournalID(rawValue: 1_000_000 + transferCount)),
            decidedAt: now
        )
    }

    private func book(
        _ accountID: AccountID,
        _ amount: Int64,
        _ reviewed: ReviewedTransfer,
        at now: Instant
    ) {
        guard accountID != Self.payee else { return }
        let entry = Self.entry(
            accountID,
            amount,
            after: balances[accountID] ?? (0, 0),
            transfer: 1_000_000 + transferCount,
            bookedAt: now,
            reviewed.payeeName,
            reviewed.reference
        )
        balances[accountID] = (entry.accountSequence, entry.balanceAfterMinorUnits)
        feed.append(.entry(entry))
    }
}
