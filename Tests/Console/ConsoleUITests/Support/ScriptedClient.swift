@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import WireProtocol

/// ``ScriptedBank`` behind the protocol of the local service.
actor ScriptedClient: BankClient {
    /// What reading fails with, when it is to fail.
    struct Unreadable: Error {}

    private(set) var bank = ScriptedBank()
    private var isReadable = true
    private var hasAccounts = true
    private let news: AsyncStream<ClientEvent>
    private let teller: AsyncStream<ClientEvent>.Continuation
    /// Searches whose reader went away.
    private(set) var endedSearches = 0

    init() {
        (news, teller) = AsyncStream.makeStream()
    }

    func tell(_ event: ClientEvent) { teller.yield(event) }
    func breakRecord() { isReadable = false }
    func takeAccountsAway() { hasAccounts = false }
    func restoreBooks() { bank.notice = .booksRestored }

    func events() -> AsyncStream<ClientEvent> { news }

    func signIn(user: String, password: SharedSecret, code: SharedSecret) -> SignInOutcome {
        guard
            case .signedIn(let outcome)? = bank.answer(
                .signIn(user: user, password: password, code: code)
            ).first
        else { return .failed }
        return outcome
    }

    func signOut() { _ = bank.answer(.signOut) }

    func unlock(password: SharedSecret) -> UnlockOutcome {
        guard case .unlocked(let outcome)? = bank.answer(.unlock(password: password)).first else {
            return .signedOut
        }
        return outcome
    }

    func status() -> SyncStatus { bank.status }

    func accounts() throws -> [AccountSummary] {
        guard isReadable else { throw Unreadable() }
        return bank.summaries
    }

    func recentActivity(limit: Int) throws -> [EntryRecord] {
        guard case .activity(let entries)? = bank.answer(.activity(limit: limit)).first else {
            return []
        }
        return entries
    }

    func entries(
        of accountID: AccountID,
        places: Range<Int>,
        among matches: MatchSet?
    ) throws -> [EntryRecord] {
        guard isReadable else { throw Unreadable() }
        guard hasAccounts else { throw ClientError(.accountUnknown) }
        let query = EntriesQuery(
            id: RequestID(number: 0),
            accountID: accountID,
            places: places,
            matches: matches
        )
        let reply = bank.answer(.query(QueryRequest(query))).first
        return reply?.answer(to: EntriesQuery.self)?.answer ?? []
    }

    /// Reports once and then never ends by itself, so that only cancelling does.
    func search(_ filter: EntryFilter, in accountID: AccountID) -> AsyncStream<SearchProgress> {
        let (stream, continuation) = AsyncStream<SearchProgress>.makeStream()
        continuation.onTermination = { _ in Task { await self.noteEnd() } }
        var matches = MatchSet()
        matches.append(true)
        continuation.yield(
            SearchProgress(matches: matches, readCount: 1, totalCount: 2, isComplete: false)
        )
        return stream
    }

    private func noteEnd() { endedSearches += 1 }

    func holds(of accountID: AccountID) throws -> [HoldRecord] { bank.holds }
    func payees() throws -> [PayeeRecord] { bank.payees }

    func review(_ draft: TransferDraft) -> ReviewOutcome {
        guard
            case .reviewed(_, let outcome)? = bank.answer(
                .review(RequestID(number: 0), draft)
            ).first
        else { return .problem(.recordUnavailable) }
        return outcome
    }

    func authorise(_ review: TransferReview, code: SharedSecret) -> TransferOutcome {
        guard
            case .transferred(_, let outcome)? = bank.answer(
                .authorise(review, code: code)
            ).first
        else { return .failed }
        return outcome
    }

    func outbox() throws -> [OutboxItem] { bank.outbox }

    func cancel(_ key: IntentKey) throws -> CancelOutcome {
        guard isReadable else { throw Unreadable() }
        guard case .cancelled(_, let outcome)? = bank.answer(.cancel(key)).first else {
            return .nothing
        }
        return outcome
    }

    func openOffline(user: String, password: SharedSecret) -> OfflineOutcome {
        guard
            case .openedOffline(let outcome)? = bank.answer(
                .openOffline(user: user, password: password)
            ).first
        else { return .failed }
        return outcome
    }

    func syncReport() throws -> SyncReport {
        guard isReadable else { throw Unreadable() }
        return bank.report
    }

    func sessions() -> [SessionSummary]? { bank.sessions }

    func endSession(_ id: SessionID) -> Bool {
        guard case .sessionEnded(id, let isDone)? = bank.answer(.endSession(id)).first else {
            return false
        }
        return isDone
    }

    func reauthorise(_ key: IntentKey, code: SharedSecret) -> TransferOutcome {
        code.wipe()
        return .queued(key)
    }

    func acknowledge(_ key: IntentKey) throws {
        guard isReadable else { throw Unreadable() }
    }

    func statementMonths(of accountID: AccountID) throws -> [StatementMonth] {
        guard hasAccounts else { throw ClientError(.accountUnknown) }
        return []
    }

    func statement(of accountID: AccountID, month: StatementMonth) throws -> Statement {
        guard hasAccounts else { throw ClientError(.accountUnknown) }
        throw Unreadable()
    }

    func refresh() {}
    func readNotice() { _ = bank.answer(.readNotice) }
}
