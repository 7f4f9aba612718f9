package import CoreVocabulary
package import Cryptography
package import SyncCore
package import WireProtocol

// The questions and requests of the screens, each answered by the part of the open session that owns
// it.
extension Client {
    /// Requests news from the bank now.
    package func refresh() async {
        session?.health.nextRepairAt = nil
        session?.context.sync.advance(.refreshAsked)
        environment.signals.feed.raise()
        environment.signals.outbox.raise()
    }

    /// Returns the accounts that the user may see, in the order in which the bank told of them.
    package func accounts() async throws -> [AccountSummary] {
        try await requireSession().reader.accounts()
    }

    /// Returns the newest entries of all accounts, newest first.
    package func recentActivity(limit: Int) async throws -> [EntryRecord] {
        try await requireSession().reader.recentActivity(limit: limit)
    }

    /// Returns entries of an account by place, newest first; place 0 is the newest.
    package func entries(
        of accountID: AccountID,
        places: Range<Int>,
        among matches: MatchSet?
    ) async throws -> [EntryRecord] {
        try await requireSession().reader.entries(of: accountID, places: places, among: matches)
    }

    /// Returns the pending holds of an account, oldest first.
    package func holds(of accountID: AccountID) async throws -> [HoldRecord] {
        try await requireSession().reader.holds(of: accountID)
    }

    /// Returns the payees that are not removed, by name.
    package func payees() async throws -> [PayeeRecord] {
        try await requireSession().reader.payees()
    }

    /// Searches for entries that match a filter, newest first, in bounded memory.
    ///
    /// Reading the stream is what drives the search, so one that nobody reads costs nothing.
    package func search(
        _ filter: EntryFilter,
        in accountID: AccountID
    ) async -> AsyncStream<SearchProgress> {
        guard let number = session?.context.number else { return AsyncStream { nil } }
        let search = EntrySearch(filter, in: accountID)
        return AsyncStream { [weak self] in
            guard let self, !Task.isCancelled else { return nil }
            return await self.step(search, ofSession: number)
        }
    }

    private func step(_ search: EntrySearch, ofSession number: Int) async -> SearchProgress? {
        guard let session, session.context.number == number else { return nil }
        return await session.reader.step(search)
    }

    /// Makes the review of a draft; the transfer gets its permanent key here.
    package func review(_ draft: TransferDraft) async -> ReviewOutcome {
        guard let session else { return .problem(.recordUnavailable) }
        return await session.reader.review(draft)
    }

    /// Authorises a reviewed transfer with a code, stores it in the outbox, and sends it.
    package func authorise(_ review: TransferReview, code: SharedSecret) async -> TransferOutcome {
        defer { code.wipe() }
        guard let session else { return .failed }
        return await session.transfers.authorise(review, code: code)
    }

    /// Authorises a waiting transfer with a new code, after the first was refused.
    package func reauthorise(_ key: IntentKey, code: SharedSecret) async -> TransferOutcome {
        defer { code.wipe() }
        guard let session else { return .failed }
        return await session.transfers.reauthorise(key, code: code)
    }

    /// Returns the queued transfers and the decisions not yet acknowledged, oldest first.
    package func outbox() async throws -> [OutboxItem] {
        try await requireSession().context.outbox.items
    }

    /// Cancels a transfer, or asks the bank to if it may have been sent.
    package func cancel(_ key: IntentKey) async throws -> CancelOutcome {
        try await requireSession().transfers.cancel(key)
    }

    /// Marks a decision as seen by the user.
    package func acknowledge(_ key: IntentKey) async throws {
        try await requireSession().transfers.acknowledge(key)
    }

    /// Returns the months for which an account has a statement, newest first.
    package func statementMonths(of accountID: AccountID) async throws -> [StatementMonth] {
        try await requireSession().reader.statementMonths(of: accountID)
    }

    /// Returns the statement of a month, from the local record.
    package func statement(
        of accountID: AccountID,
        month: StatementMonth
    ) async throws -> Statement {
        try await requireSession().reader.statement(of: accountID, month: month)
    }

    /// Returns the full state of the local record, the link and the queue.
    package func syncReport() async throws -> SyncReport {
        try await requireSession().reporter.report()
    }

    /// Records that the user has read the notice about new books and what they lack.
    package func readNotice() async {
        guard let outbox = session?.context.outbox else { return }
        await outbox.readLoss()
        // What cannot be written is told again in the next session.
        try? await outbox.raise(.noticeRead, to: outbox.seenEpoch)
        await emitStatus()
    }

    /// Returns the user's sessions at the bank, oldest first; nil if the bank cannot be asked.
    package func sessions() async -> [SessionSummary]? {
        guard case .reply(.sessions(let sessions)) = await session?.online?.line.ask(.sessions)
        else { return nil }
        return sessions
    }

    /// Ends one of the user's sessions; returns true if the bank did.
    package func endSession(_ id: SessionID) async -> Bool {
        guard case .reply(.done) = await session?.online?.line.ask(.endSession(id)) else {
            return false
        }
        return true
    }
}
