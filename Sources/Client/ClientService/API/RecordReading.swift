package import CoreVocabulary
package import SyncCore

/// Reads of the local record, which never wait for the network.
///
/// They throw `ClientError`, with ``ClientError/Code/accountUnknown`` for an account that the user
/// does not see.
package protocol RecordReading: Sendable {
    /// Returns the accounts that the user may see, in display order.
    func accounts() async throws -> [AccountSummary]

    /// Returns the newest entries of all accounts, newest first.
    func recentActivity(limit: Int) async throws -> [EntryRecord]

    /// Returns entries of an account by place, newest first; place 0 is the newest.
    ///
    /// Places beyond the last entry are left out. With the matches of a filter, places count among
    /// those.
    func entries(
        of accountID: AccountID,
        places: Range<Int>,
        among matches: MatchSet?
    ) async throws -> [EntryRecord]

    /// Returns the pending holds of an account, oldest first.
    func holds(of accountID: AccountID) async throws -> [HoldRecord]

    /// Returns the payees that are not removed, by name.
    func payees() async throws -> [PayeeRecord]

    /// Returns the queued transfers and the decisions not yet acknowledged, oldest first.
    func outbox() async throws -> [OutboxItem]

    /// Returns the months for which an account has a statement, newest first.
    func statementMonths(of accountID: AccountID) async throws -> [StatementMonth]

    /// Returns the statement of a month.
    func statement(of accountID: AccountID, month: StatementMonth) async throws -> Statement

    /// Returns the full state of the local record, the link and the queue.
    func syncReport() async throws -> SyncReport
}
