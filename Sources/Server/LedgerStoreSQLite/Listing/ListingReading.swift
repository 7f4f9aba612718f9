package import CoreVocabulary
package import LedgerService
package import SyncCore

/// Read operations for an operator's lists, each with a single statement that reads no more than it
/// returns.
///
/// A page begins after a place, which is in the last row of the page before, and ends at a limit.
package protocol ListingReading: LedgerReading {
    /// Returns accounts in the order of opening.
    func accounts(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, account: StoredAccount)]
    /// Returns users in the order in which they were added, with their number of sessions active at
    /// an instant.
    func userLines(after number: Int64, at now: Instant, limit: Int) throws -> [UserLine]
    /// Returns sessions of a user, or of all, that are active at an instant, in the order of their
    /// users and then of opening.
    func sessionLines(
        of userID: UserID?,
        after place: SessionLine.Place,
        at now: Instant,
        limit: Int
    ) throws -> [SessionLine]
    /// Returns the terminals at which a session was opened or that were revoked, by the bytes of
    /// their names.
    ///
    /// - Complexity: O(n) in the names, regardless of how many sessions were opened at them.
    func terminalLines(after name: String, limit: Int) throws -> [TerminalLine]
    /// Returns the names of the revoked terminals.
    func revokedTerminals() throws -> [String]
    /// Returns the accounts that a user has access to now, in the order of opening.
    func grantLines(of userID: UserID, after number: Int64, limit: Int) throws -> [GrantLine]
    /// Returns the users who have access to an account now, in the order in which they were added.
    func holderLines(
        of accountID: AccountID,
        after number: Int64,
        limit: Int
    ) throws -> [HolderLine]
    /// Returns the payees of a user, including removed ones, in the order in which their accounts
    /// were opened.
    func payees(
        of userID: UserID,
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, payee: PayeeRecord)]
    /// Returns the pending holds of an account, oldest first.
    func pendingHolds(
        of accountID: AccountID,
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, hold: HoldRecord)]
    /// Returns the pending transfers that will increase an account's balance, oldest first.
    ///
    /// - Complexity: O(n) in the pending transfers of the bank.
    func incomingHolds(
        of accountID: AccountID,
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, id: TransferID)]
    /// Returns evidence with the names of users and accounts, in the order of arrival.
    func evidenceLines(after number: Int64, limit: Int) throws -> [EvidenceLine]
    /// Returns the number of a transfer's audit row.
    ///
    /// Returns nil if the transfer does not exist, or if an earlier release booked it without a
    /// reference.
    func auditNumber(of id: TransferID) throws -> Int64?
    /// Returns audit rows in order, with the names of the users and accounts that they refer to.
    ///
    /// With a user, only rows in which this user is the actor, the concerned user or the object, or
    /// whose object is a session of theirs.
    func auditLines(
        after number: Int64,
        upTo last: Int64,
        about userID: UserID?
    ) throws -> [AuditLine]
}
