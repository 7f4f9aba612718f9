public import CoreVocabulary
public import LedgerService
public import SyncCore

/// Reads for lists that an operator looks at: each is one statement, which looks at no more than it
/// tells.
///
/// A page begins after a place, which the last line of the page before has, and ends at a limit.
public protocol ListingReading: LedgerReading {
    /// Accounts in the order of opening.
    func accounts(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, account: StoredAccount)]
    /// Users in the order in which they were added, with the sessions that are under way at a time.
    func userLines(after number: Int64, at now: Instant, limit: Int) throws -> [UserLine]
    /// Sessions that are under way at a time, in the order of their users and of opening.
    ///
    /// - Parameters:
    ///   - userID: Only those of this user; nil for all.
    ///   - place: The place.
    ///   - now: The time.
    ///   - limit: How many at most.
    /// - Returns: The sessions.
    /// - Throws: What the store throws.
    func sessionLines(
        of userID: UserID?,
        after place: SessionLine.Place,
        at now: Instant,
        limit: Int
    ) throws -> [SessionLine]
    /// The terminals at which a session was opened or whose trust was taken, by the bytes of their
    /// names.
    ///
    /// - Complexity: That of the names, however many sessions were ever opened at them.
    func terminalLines(after name: String, limit: Int) throws -> [TerminalLine]
    /// The names of the terminals whose trust was taken.
    func revokedTerminals() throws -> [String]
    /// The accounts that a user sees now, in the order of opening.
    func grantLines(of userID: UserID, after number: Int64, limit: Int) throws -> [GrantLine]
    /// The users who see an account now, in the order in which they were added.
    func holderLines(
        of accountID: AccountID,
        after number: Int64,
        limit: Int
    ) throws -> [HolderLine]
    /// The payees of a user, the removed ones as well, in the order of their accounts' opening.
    func payees(
        of userID: UserID,
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, payee: PayeeRecord)]
    /// The holds of an account that are pending, oldest first.
    func pendingHolds(
        of accountID: AccountID,
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, hold: HoldRecord)]
    /// The pending transfers that are to add to an account, oldest first.
    ///
    /// - Complexity: O(n) in the pending transfers of the bank.
    func incomingHolds(
        of accountID: AccountID,
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, id: TransferID)]
    /// The entries that consoles submitted, with the names of their users and accounts, in the order of
    /// arrival.
    func evidenceLines(after number: Int64, limit: Int) throws -> [EvidenceLine]
    /// The number of the line of the audit log that tells of a transfer; nil for none that is booked,
    /// and for one that an earlier release booked without it.
    func auditNumber(of id: TransferID) throws -> Int64?
    /// Lines of the audit log with the names of whom they are about.
    ///
    /// - Parameters:
    ///   - number: The number of the line before them.
    ///   - last: The number of the last one.
    ///   - userID: Only those that a user caused, or that are about them or a session of theirs; nil
    ///     for all.
    /// - Returns: The lines, oldest first.
    /// - Throws: What the store throws.
    func auditLines(
        after number: Int64,
        upTo last: Int64,
        about userID: UserID?
    ) throws -> [AuditLine]
}

extension SQLiteReader: ListingReading {}
