/// Previous values of the rows changed by one transfer or expiry.
struct UndoStep: Sendable {
    /// Array index of the debited account.
    var debitIndex: Int
    /// The debited account before the change.
    var debitAccount: Account
    /// Array index of the credited account.
    var creditIndex: Int
    /// The credited account before the change.
    var creditAccount: Account
    /// Array index of the pending or reversed transfer that was marked; nil if there was none.
    var markedIndex: Int?
    /// True if a transfer was appended.
    var appendedTransfer: Bool
}

extension LedgerState {
    /// Undoes everything in the undo log, latest first.
    mutating func rollBack() {
        while let step = undoLog.popLast() {
            if step.appendedTransfer, let record = transfers.popLast() {
                transferIndex[record.transfer.id] = nil
            }
            if let index = step.markedIndex {
                // A transfer is marked only once, so it had no mark before this step.
                transfers[index].resolution = nil
                transfers[index].reversedBy = nil
            }
            accounts[step.creditIndex] = step.creditAccount
            accounts[step.debitIndex] = step.debitAccount
        }
    }
}
