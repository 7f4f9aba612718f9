@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import Cryptography
import IdentityCore
import MoneyCore
import SyncCore
import WireProtocol

/// The deterministic twin of the local service: it answers every effect from what it holds, at
/// once, and nothing happens in it by itself.
struct ScriptedBank: Sendable {
    /// How the line behaves.
    enum Line: Sendable {
        case up, down(since: Instant?)
    }

    static let now = Instant(secondsSinceEpoch: 1_795_249_920)  // 21 Nov 2026 14:02:00 in India.
    static let password = "correct horse battery"
    static let code = "123456"

    var user = SignedInUser(
        userID: UserID(rawValue: 1),
        displayName: "Asha Rao",
        role: .customer,
        endsAt: Self.now.adding(seconds: 12 * 3_600)
    )
    var line = Line.up
    var freshness = Freshness.live(asOf: Self.now)
    var accounts: [AccountRecord] = Self.makeAccounts()
    var entries: [AccountID: [EntryRecord]] = Self.makeEntries()
    var holds: [HoldRecord] = Self.makeHolds()
    var payees: [PayeeRecord] = Self.makePayees()
    var outbox: [OutboxItem] = []
    var signInOutcome: SignInOutcome?
    /// What the record says when it is opened without the bank; nil where the password decides.
    var offlineOutcome: OfflineOutcome?
    /// Until when it may be opened so.
    var leaseEndsAt = Self.now.adding(seconds: 24 * 3_600)
    var cause: LinkCause?
    /// Whether the bank answers while nobody is signed in to it.
    var isBankReachable = false
    /// Whether a whole record was ever fetched.
    var hasRecord = true
    var notice: StatusNotice?
    /// Where the bank says that it counts its days, with its last word.
    var zone: ZoneOffset?
    var divergences: [Divergence] = []
    /// How many findings more there were than are kept.
    var unkeptCount: Int64 = 0
    var sessions: [SessionSummary]? = Self.makeSessions()
    /// What becomes of taking a transfer back that was sent.
    var cancelOutcome = CancelOutcome.waiting
    var isReadable = true
    var transferOutcome: TransferOutcome?
    var draftProblem: DraftProblem?
    /// Whether the outbox tells of a transfer while it is being sent.
    var sendsFirst = false
    /// Every effect that came, in order; secrets are not kept.
    var log: [String] = []
    /// How many transfers were authorised.
    var authorisedKeys: [IntentKey] = []
    var unlockTriesLeft = unlockTryLimit
    /// Whether the authenticator of a demonstration shows a code that was not used.
    var hasCode = true
    private var nextKey: UInt128 = 0x0192_3000_0000_7000_8000_0000_0000_0001

    var status: SyncStatus {
        let needsCode = outbox.count {
            if case .needsCode = $0.state { true } else { false }
        }
        let isSent = outbox.count {
            $0.state == .queued || $0.state == .sending || $0.state == .unknown
        }
        let link: SyncStatus.Link =
            switch line {
            case .up: .up
            case .down(let since): .down(lastContact: since)
            }
        return SyncStatus(
            link: link,
            freshness: freshness,
            queuedCount: isSent + needsCode,
            needsCodeCount: needsCode,
            unseenDecisionCount: outbox.count {
                if case .decided = $0.state { true } else { false }
            },
            catchingUp: nil,
            cause: cause,
            notice: notice,
            isBankReachable: isBankReachable,
            hasRecord: hasRecord,
            zone: zone
        )
    }

    /// The answers to an effect, in order.
    mutating func answer(_ effect: ClientEffect) -> [ClientReply] {
        switch effect {
        case .signIn(let user, let password, let code):
            log.append("signIn \(user)")
            let outcome = signInOutcome ?? outcome(user, password.text, code.text)
            password.wipe()
            code.wipe()
            return [.signedIn(outcome)]
        case .signOut:
            log.append("signOut")
            return [.signedOut]
        case .unlock(let password):
            log.append("unlock")
            defer { password.wipe() }
            return [.unlocked(unlock(password.text))]
        case .status: return [.status(status)]
        case .accounts, .activity, .payees, .outbox, .query, .search, .cancelSearch:
            return answerOfRecord(effect)
        case .review(let id, let draft):
            log.append("review")
            return [.reviewed(id, review(draft))]
        case .authorise(let review, let code):
            defer { code.wipe() }
            let sending = item(review.reviewed, .sending)
            return (sendsFirst ? [.outbox([sending])] : [])
                + [.transferred(review.reviewed.intentKey, authorise(review, code.text))]
        case .reauthorise(let key, let code):
            log.append("reauthorise")
            defer { code.wipe() }
            return [.transferred(key, reauthorise(key, code.text))]
        case .cancel(let key):
            log.append("cancel")
            return [.cancelled(key, cancel(key))]
        case .acknowledge(let key):
            log.append("acknowledge")
            outbox.removeAll { $0.reviewed.intentKey == key }
            return [.acknowledged(key)]
        case .readNotice:
            log.append("readNotice")
            notice = nil
            return [.done]
        case .refresh:
            log.append("refresh")
            return [.refreshed]
        case .fillIn(let user, let signsIn):
            log.append("fillIn \(user)")
            let credentials = DemoCredentials(
                user: user,
                password: SharedSecret(copying: Array(Self.password.utf8).span),
                code: hasCode ? SharedSecret(copying: Array(Self.code.utf8).span) : nil,
                waitSeconds: hasCode ? 0 : 14
            )
            return [.filledIn(credentials, signsIn: signsIn)]
        case .line(let command):
            log.append("line \(command)")
            return [.line(command)]
        case .openOffline, .sessions, .endSession:
            return answerOfNetwork(effect)
        }
    }

    /// The answers to what only reads.
    private mutating func answerOfRecord(_ effect: ClientEffect) -> [ClientReply] {
        switch effect {
        case .accounts: return [.accounts(summaries)]
        case .activity(let limit): return [.activity(Array(activity.prefix(limit)))]
        case .payees: return [.payees(payees)]
        case .outbox: return [.outbox(outbox)]
        case .query(let request):
            return answer(to: request.query).map { [.query($0)] } ?? []
        case .search(let request):
            log.append("search")
            return search(request)
        case .cancelSearch(let id):
            log.append("cancelSearch")
            return [.searchEnded(id)]
        default: return []
        }
    }

    /// The answer to a screen's query; nil where none comes.
    private mutating func answer(to query: any RecordQuery) -> QueryReply? {
        if !(query is HoldsQuery), let id = query.concernedAccount,
            !accounts.contains(where: { $0.accountID == id })
        {
            return QueryReply(query, gone: id)
        }
        switch query {
        case let query as HoldsQuery:
            return QueryReply(query, answer: holds.filter { $0.accountID == query.accountID })
        case let query as EntriesQuery:
            log.append("entries \(query.places)")
            return QueryReply(query, answer: entries(query))
        case let query as StatementMonthsQuery:
            return isReadable
                ? QueryReply(query, answer: months(query.accountID))
                : QueryReply(unreadable: query)
        case let query as StatementQuery:
            return statement(query.accountID, query.month).map { QueryReply(query, answer: $0) }
        case let query as SyncReportQuery:
            log.append("syncReport")
            return isReadable
                ? QueryReply(query, answer: report) : QueryReply(unreadable: query)
        default:
            return nil
        }
    }

    var summaries: [AccountSummary] {
        accounts.map { record in
            let list = entries[record.accountID] ?? []
            let balance = AgedBalance(
                of: record,
                bookedMinorUnits: list.last?.balanceAfterMinorUnits ?? 0,
                freshness: freshness
            )
            return AccountSummary(
                record: record,
                balance: balance,
                entryCount: list.count
            )
        }
    }

    private var activity: [EntryRecord] {
        accounts.flatMap { entries[$0.accountID] ?? [] }
            .sorted { ($0.bookedAt, $0.accountID) > ($1.bookedAt, $1.accountID) }
    }

    private func outcome(_ user: String, _ password: String, _ code: String) -> SignInOutcome {
        if case .down = line { return .unreachable(.lineDown, copy: .here) }
        let isRight = user == "asha" && password == Self.password && code == Self.code
        return isRight ? .signedIn(self.user) : .refused
    }

    private mutating func cancel(_ key: IntentKey) -> CancelOutcome {
        guard let index = outbox.firstIndex(where: { $0.reviewed.intentKey == key }) else {
            return .nothing
        }
        let item = outbox[index]
        if item.state == .queued, item.sendCount == 0 {
            outbox.remove(at: index)
            return .cancelled
        }
        if cancelOutcome == .waiting {
            outbox[index] = OutboxItem(
                reviewed: item.reviewed,
                queuedAt: item.queuedAt,
                state: .unknown,
                sendCount: item.sendCount,
                isCancelAsked: true
            )
        }
        return cancelOutcome
    }

    private mutating func unlock(_ password: String) -> UnlockOutcome {
        if password == Self.password { return .unlocked }
        unlockTriesLeft -= 1
        return unlockTriesLeft == 0 ? .signedOut : .wrong(triesLeft: unlockTriesLeft)
    }

    private func entries(_ request: EntriesQuery) -> [EntryRecord] {
        let list = entries[request.accountID] ?? []
        // Places of matches count from the entry that was the newest when it was looked for them.
        let newest = request.matches?.newestSequence.map { Int($0) } ?? list.count
        let age = list.count - newest
        return request.places.compactMap { index in
            let place: Int?
            if let matches = request.matches {
                place = matches.place(ofMatch: index).map { $0 + age }
            } else {
                place = index
            }
            guard let place, place >= 0, place < list.count else { return nil }
            return list[list.count - 1 - place]
        }
    }

    private func search(_ request: SearchRequest) -> [ClientReply] {
        let list = entries[request.accountID] ?? []
        var matches = MatchSet(newestSequence: Int64(list.count))
        var replies: [ClientReply] = []
        for (place, entry) in list.reversed().enumerated() {
            matches.append(request.filter.admits(entry))
            let isLast = place == list.count - 1
            if isLast || (place + 1).isMultiple(of: 40) {
                replies.append(
                    .searchProgress(
                        request.id,
                        SearchProgress(
                            matches: matches,
                            readCount: place + 1,
                            totalCount: list.count,
                            isComplete: isLast
                        )
                    )
                )
            }
        }
        return replies + [.searchEnded(request.id)]
    }

    private mutating func review(_ draft: TransferDraft) -> ReviewOutcome {
        if let draftProblem { return .problem(draftProblem) }
        guard let from = summaries.first(where: { $0.record.accountID == draft.from }) else {
            return .problem(.fromNotUsable)
        }
        guard draft.amount.isPositive else { return .problem(.amountNotPositive) }
        guard draft.amount.minorUnits <= from.balance.available.minorUnits else {
            return .problem(.notEnoughAvailable)
        }
        let own = summaries.first { $0.record.accountID == draft.to }
        let payee = payees.first { $0.accountID == draft.to }
        guard let name = own?.record.holder ?? payee?.name else { return .problem(.toNotUsable) }
        defer { nextKey += 1 }
        let reviewed = ReviewedTransfer(
            intentKey: IntentKey(rawValue: nextKey),
            debitAccountID: draft.from,
            creditorAccountID: draft.to,
            payeeName: name,
            amountMinorUnits: draft.amount.minorUnits,
            feeMinorUnits: 0,
            currencyCode: draft.amount.currency.code,
            valueDate: ZoneOffset.india.date(of: Self.now),
            reference: draft.reference
        )
        return .review(TransferReview(reviewed: reviewed))
    }

    private mutating func authorise(_ review: TransferReview, _ code: String) -> TransferOutcome {
        log.append("authorise")
        let key = review.reviewed.intentKey
        if outbox.contains(where: { $0.reviewed.intentKey == key }) {
            log.append("again")
            return reauthorise(key, code)
        }
        authorisedKeys.append(key)
        if let transferOutcome { return transferOutcome }
        guard code == Self.code else {
            outbox.append(item(review.reviewed, .needsCode(.wrong)))
            return .codeRefused(.wrong)
        }
        if case .down = line {
            outbox.append(item(review.reviewed, .queued))
            return .queued(key)
        }
        return .posted(decision(key))
    }

    private mutating func reauthorise(_ key: IntentKey, _ code: String) -> TransferOutcome {
        guard code == Self.code else { return .codeRefused(.wrong) }
        outbox.removeAll { $0.reviewed.intentKey == key }
        return .posted(decision(key))
    }

    func item(_ reviewed: ReviewedTransfer, _ state: OutboxItem.State) -> OutboxItem {
        OutboxItem(reviewed: reviewed, queuedAt: Self.now, state: state, sendCount: 0)
    }

    func decision(_ key: IntentKey) -> IntentDecision {
        IntentDecision(
            key: key,
            outcome: .posted(JournalID(rawValue: 77)),
            decidedAt: Self.now
        )
    }

    private func months(_ id: AccountID) -> [StatementMonth] {
        var months: [StatementMonth] = []
        for entry in (entries[id] ?? []).reversed() {
            let (year, month, _) = ZoneOffset.india.date(of: entry.bookedAt).components
            let found = StatementMonth(year: year, month: month)
            if months.last != found { months.append(found) }
        }
        return months
    }

    private func statement(_ id: AccountID, _ month: StatementMonth) -> Statement? {
        guard let account = accounts.first(where: { $0.accountID == id }) else { return nil }
        let list = entries[id] ?? []
        let indices = list.indices.filter {
            let (year, number, _) = ZoneOffset.india.date(of: list[$0].bookedAt).components
            return StatementMonth(year: year, month: number) == month
        }
        guard let first = indices.first, let last = indices.last else { return nil }
        func money(_ minorUnits: Int64) -> Money {
            Money(minorUnits: minorUnits, currency: account.currency)
        }
        let amounts = list[first...last].map(\.amount.minorUnits)
        return Statement(
            account: account,
            month: month,
            opening: money(list[first].balanceAfterMinorUnits - list[first].amount.minorUnits),
            closing: money(list[last].balanceAfterMinorUnits),
            credits: money(amounts.filter { $0 > 0 }.reduce(0, +)),
            debits: money(-amounts.filter { $0 < 0 }.reduce(0, +)),
            places: list.count - 1 - last..<list.count - first,
            newestSequence: Int64(list.count),
            chainHash: String(repeating: "0123456789abcdef", count: 4),
            freshness: freshness
        )
    }
}

extension EntryFilter {
    /// The obvious reading of a filter: the row is printed, and looked through cell by cell.
    func admits(_ entry: EntryRecord) -> Bool {
        let size = abs(entry.amount.minorUnits)
        if let leastMinorUnits, size < leastMinorUnits { return false }
        if let greatestMinorUnits, size > greatestMinorUnits { return false }
        if let from, entry.valueDate < from { return false }
        if let to, entry.valueDate > to { return false }
        let texts = [entry.counterparty, entry.reference].map { $0.lowercased() }
        if !phrase.isEmpty, texts.contains(where: { $0.contains(phrase.lowercased()) }) {
            return true
        }
        if let direction, (direction == .debit) != entry.amount.isNegative { return false }
        let day = entry.valueDate.words.lowercased()
        let sign = entry.amount.isPositive ? "+" : ""
        let side = entry.amount.isNegative ? " dr" : " cr"
        let figures = [convention, convention.withoutGroups].map { MoneyFormatter($0) }.flatMap {
            [sign + $0.text(entry.amount) + side, $0.text(entry.balanceAfter)]
        }
        func holds(_ text: String) -> Bool { texts.contains { $0.contains(text.lowercased()) } }
        func begins(_ word: String) -> Bool {
            figures.contains { figure in
                ["", "-", "+"].contains { figure.hasPrefix($0 + word.lowercased()) }
            }
        }
        func stands(_ text: String) -> Bool {
            holds(text) || (" " + day).contains(" " + text.lowercased()) || begins(text)
                || (text.count >= 8 && entry.journalID.description.hasPrefix(text))
        }
        if text.isEmpty || stands(text) { return true }
        guard let parts else { return false }
        return parts.words.allSatisfy(stands)
            && (parts.day.isEmpty || (" " + day).contains(" " + parts.day.lowercased()))
            && (parts.figure.isEmpty || begins(parts.figure))
    }
}
