/// A recovery path or event that runs have to contain; without one they prove little.
package enum RecoveryPath: String, Hashable, Sendable, CaseIterable {
    /// A repeated transfer was answered with its first decision.
    case intentReplayed = "intent-replayed"
    /// A transfer altered under its key was refused for the difference.
    case differenceRefused = "difference-refused"
    /// A console asked for the status of a key.
    case statusAsked = "status-asked"
    /// The bank did not know a key whose status was asked for.
    case statusUnknown = "status-unknown"
    /// A transfer was queued while the line was down, and posted later.
    case queuedThenPosted = "queued-then-posted"
    /// A transfer was authorised with another code after the first was refused.
    case authorisedAgain = "authorised-again"
    /// A user cancelled a transfer, which will not be posted.
    case takenBack = "taken-back"
    /// A transfer was refused for its terms or for lack of money.
    case transferRefused = "transfer-refused"
    /// The bank reported an internal failure.
    case failureTold = "failure-told"
    /// A sign-in succeeded after one was refused.
    case signedInAfterRefusal = "signed-in-after-refusal"
    /// The bank ended a session, and its user signed in again.
    case signedInAgain = "signed-in-again"
    /// A console reached the bank again after a failure.
    case reconnected = "reconnected"
    /// The bank's process was restarted and opened its books.
    case bankRestarted = "bank-restarted"
    /// A console's process was restarted.
    case consoleRestarted = "console-restarted"
    /// A console resumed transfers from an earlier process's outbox.
    case outboxTakenUp = "outbox-taken-up"
    /// A decision lost with the power was asked for again.
    case decisionAskedAgain = "decision-asked-again"
    /// A console noticed a new epoch of the books.
    case epochChangeNoticed = "epoch-change-noticed"
    /// An account was put in doubt.
    case accountDoubted = "account-doubted"
    /// A repair began: a record is to be compared with the bank's.
    case repairBegun = "repair-begun"
    /// A comparison ended with every account agreeing.
    case repairDone = "repair-done"
    /// A finding was kept as evidence.
    case evidenceKept = "evidence-kept"
    /// A console submitted evidence to the bank.
    case evidenceTold = "evidence-told"
    /// A console held the proof of an entry that the books had lost, at the end of the run.
    case lossProved = "loss-proved"
    /// A console received a complete snapshot.
    case snapshotTaken = "snapshot-taken"
    /// A comparison found that both sides agree.
    case sidesAgreed = "sides-agreed"
    /// Diverging rows were taken out of a record.
    case rowsSetAside = "rows-set-aside"
    /// Rows were fetched again to refill a record.
    case rowsRefilled = "rows-refilled"
    /// The doubt about an account was lifted.
    case doubtLifted = "doubt-lifted"
    /// A record was opened without the bank.
    case openedOffline = "opened-offline"
    /// The bank granted the cancellation of a transfer.
    case cancelGranted = "cancel-granted"
    /// A console got new tokens for a session.
    case tokensRenewed = "tokens-renewed"
    /// A console forgot an account that its user may no longer see.
    case accountForgotten = "account-forgotten"
    /// A hold expired and was released.
    case holdExpired = "hold-expired"
    /// A hold was posted in part, and its rest released.
    case holdPostedInPart = "hold-posted-in-part"
    /// Money in the second currency was moved.
    case otherCurrencyMoved = "other-currency-moved"
    /// A console received a snapshot of several pages.
    case pagesTaken = "pages-taken"
}
