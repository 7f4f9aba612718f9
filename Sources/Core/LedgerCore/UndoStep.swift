/// What one transfer or expiry changed, as it was before.
struct UndoStep: Sendable {
    /// The place of the debited account.
    var debitIndex: Int
    /// The debited account before.
    var debitAccount: Account
    /// The place of the credited account.
    var creditIndex: Int
    /// The credited account before.
    var creditAccount: Account
    /// The place of the pending or reversed transfer that was marked; nil when there was none.
    var markedIndex: Int?
    /// Whether a transfer was appended.
    var appendedTransfer: Bool
}

extension LedgerState {
    /// Takes back everything in the undo log, latest first.
    mutating func rollBack() {
        while let step = undoLog.popLast() {
            if step.appendedTransfer, let record = transfers.popLast() {
                transferIndex[record.transfer.id] = nil
            }
            if let index = step.markedIndex {
                // A transfer is marked only once, so before this step it had no mark.
                transfers[index].resolution = nil
                transfers[index].reversedBy = nil
            }
            accounts[step.creditIndex] = step.creditAccount
            accounts[step.debitIndex] = step.debitAccount
        }
    }
}
