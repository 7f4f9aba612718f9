/// The ways in which the program gets out of trouble, and what else has to happen: a run in which one
/// never did proves little.
public enum RecoveryPath: String, Hashable, Sendable, CaseIterable {
    /// A transfer was sent again, and answered with its first decision.
    case intentReplayed = "intent-replayed"
    /// A transfer that was altered under its key was refused for that.
    case differenceRefused = "difference-refused"
    /// A console asked what became of a key.
    case statusAsked = "status-asked"
    /// The bank knew nothing of a key that was asked about.
    case statusUnknown = "status-unknown"
    /// A transfer waited for the line and was posted later.
    case queuedThenPosted = "queued-then-posted"
    /// A transfer got another code after the first was refused.
    case authorisedAgain = "authorised-again"
    /// A transfer was taken back.
    case takenBack = "taken-back"
    /// A transfer was refused for its terms or for want of money.
    case transferRefused = "transfer-refused"
    /// The bank could not answer, and said so.
    case failureTold = "failure-told"
    /// A sign-in was refused, and the next one was not.
    case signedInAfterRefusal = "signed-in-after-refusal"
    /// The bank ended a session, and its user signed in again.
    case signedInAgain = "signed-in-again"
    /// A console reached the bank again after it had not.
    case reconnected = "reconnected"
    /// The bank opened its books again after its process had ended.
    case bankRestarted = "bank-restarted"
    /// A console began anew after its process had ended.
    case consoleRestarted = "console-restarted"
    /// A console took transfers up that an earlier process had left in its outbox.
    case outboxTakenUp = "outbox-taken-up"
    /// A decision that was lost with the power was asked for again.
    case decisionAskedAgain = "decision-asked-again"
    /// A console found that the books had begun a new life.
    case epochChangeNoticed = "epoch-change-noticed"
    /// An account was put in doubt.
    case accountDoubted = "account-doubted"
    /// A record was set back to be compared.
    case repairBegun = "repair-begun"
    /// A comparison ended with every account right.
    case repairDone = "repair-done"
    /// Something wrong was kept as evidence.
    case evidenceKept = "evidence-kept"
    /// A console told the bank what it had kept as evidence.
    case evidenceTold = "evidence-told"
    /// At the end a console had the proof of something that the books lost.
    case lossProved = "loss-proved"
    /// A console took a whole snapshot over.
    case snapshotTaken = "snapshot-taken"
    /// Both sides were compared and found to agree.
    case sidesAgreed = "sides-agreed"
    /// Rows that differ were taken out of a record.
    case rowsSetAside = "rows-set-aside"
    /// Rows were fetched again.
    case rowsRefilled = "rows-refilled"
    /// An account came out of doubt.
    case doubtLifted = "doubt-lifted"
    /// A record was opened without the bank.
    case openedOffline = "opened-offline"
    /// The bank granted that a transfer is taken back.
    case cancelGranted = "cancel-granted"
    /// A console got new tokens for a session.
    case tokensRenewed = "tokens-renewed"
    /// A console forgot an account that its user may not see any more.
    case accountForgotten = "account-forgotten"
    /// A hold ended because its time was over.
    case holdExpired = "hold-expired"
    /// A part of a hold was posted, and the rest of it released.
    case holdPostedInPart = "hold-posted-in-part"
    /// Money of the second currency was moved.
    case otherCurrencyMoved = "other-currency-moved"
    /// A console took a snapshot of several pages over.
    case pagesTaken = "pages-taken"
}
